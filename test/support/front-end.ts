import { Stack } from 'aws-cdk-lib';
import { HostedUi, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { newApp } from './synth';

export const env = { region: 'eu-west-1', account: '111111111111' };

/** A pool with hosted pages, and a client that uses them. */
export const PAGES: UserAuthPoolProps = {
  hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }),
  client: { callbackUrls: ['https://example.com/in'], logoutUrls: ['https://example.com/out'] },
};

export const newPool = (props: UserAuthPoolProps = PAGES, context?: Record<string, unknown>) =>
  new UserAuthPool(new Stack(newApp(context), 'S', { env }), 'Pool', props);

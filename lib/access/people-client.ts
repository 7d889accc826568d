import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { AppClient } from '../sign-in/app-client';
import { TemplateIndex } from '../template/template-index';
import { resourceOfClient } from './policy-clients';

/** Whether people can sign in through a client. Of a client of another app, that is not known, so it counts as one. */
export function isForPeople(index: TemplateIndex, client: aws_cognito.IUserPoolClientRef): boolean {
  const resource = resourceOfClient(client);
  return !resource || !new AppClient(index.resource(resource), true).isForMachines;
}

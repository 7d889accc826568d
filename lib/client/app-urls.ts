import { CfnElement } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { isKnown } from '../checks/values';
import { checkCycles, Cycles } from '../template/cycles';
import { targetsIn } from '../template/value';
import { OAuthProps } from './oauth';

/** The client waits for an app whose URL it has, so nothing that deploys the app may wait for the client. */
export function checkAppUrls(client: Construct, resource: cognito.CfnUserPoolClient, props: OAuthProps): void {
  const { callbackUrls = [], logoutUrls = [], defaultRedirectUri = '' } = props;
  const urls = [callbackUrls, logoutUrls, ...callbackUrls, ...logoutUrls, defaultRedirectUri];
  // Most URLs are literal.
  if (urls.every(isKnown)) return;
  checkCycles(client, (cycles, problems) => checkUrlsOf(cycles, resource, problems), true);
}

function checkUrlsOf(cycles: Cycles, resource: cognito.CfnUserPoolClient, problems: Problems): void {
  const { index } = cycles;
  const properties = ['CallbackURLs', 'LogoutURLs', 'DefaultRedirectURI'];
  const targets = properties.flatMap((each) => targetsIn(index.resource(resource).value(each)));
  for (const app of new Set(targets.filter((each) => CfnElement.isCfnElement(each)))) {
    if (!cycles.closedBy(app, resource)) continue;
    problems.add({
      where: 'callbackUrls',
      ...cycles.describe({
        waiting: app,
        given: `the URL of ${app.node.path}`,
        awaited: resource,
        name: 'the client',
      }),
      remedy: cycles.areBetweenStacks
        ? `Create the client in ${app.stack.node.path}: new UserAuthClient(scope, id, { userPool, callbackUrls }); or give a URL that is known in advance, for example that of a domain name`
        : 'Give a URL that is known in advance, for example that of a domain name; or have the app read pool.frontEndConfig().toParameter() instead',
    });
  }
}

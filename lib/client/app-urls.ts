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
  const props = { CallbackURLs: 'callbackUrls', LogoutURLs: 'logoutUrls', DefaultRedirectURI: 'defaultRedirectUri' };
  // Most apps have the same URL in all of them, and one problem each.
  const apps = new Map<CfnElement, string>();
  for (const [property, prop] of Object.entries(props)) {
    for (const target of targetsIn(index.resource(resource).value(property))) {
      if (CfnElement.isCfnElement(target) && !apps.has(target)) apps.set(target, prop);
    }
  }
  for (const [app, where] of apps) {
    if (!cycles.closedBy(app, resource)) continue;
    problems.add({
      where,
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

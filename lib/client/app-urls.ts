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
  checkCycles(client, (cycles, problems) => checkUrlsOf(cycles, resource, problems));
}

function checkUrlsOf(cycles: Cycles, resource: cognito.CfnUserPoolClient, problems: Problems): void {
  const { index } = cycles;
  const properties = ['CallbackURLs', 'LogoutURLs', 'DefaultRedirectURI'];
  const targets = properties.flatMap((each) => targetsIn(index.resource(resource).value(each)));
  for (const app of new Set(targets.filter((each) => CfnElement.isCfnElement(each)))) {
    if (!cycles.closedBy(app, resource)) continue;
    problems.add({
      where: 'callbackUrls',
      ...(cycles.areBetweenStacks ? inOtherStack(cycles, app, resource) : inStack(app)),
    });
  }
}

const inStack = (app: CfnElement) => ({
  given: `the URL of ${app.node.path}, which refers to the client or to something that waits for it`,
  outcome: 'the client refers to the app as well, and CloudFormation rejects a template with a circular dependency',
  remedy:
    'Give a URL that is known in advance, for example that of a domain name; or have the app read pool.frontEndConfig().toParameter() instead',
});

const inOtherStack = (cycles: Cycles, app: CfnElement, client: CfnElement) => ({
  given: `the URL of ${app.node.path}, whose stack, ${app.stack.node.path}, waits for that of the client, ${client.stack.node.path}${cycles.reasonBetween(app, client)}`,
  outcome: 'the client refers to the app as well, and stacks that wait for each other cannot be deployed',
  remedy: `Create the client in ${app.stack.node.path}: new UserAuthClient(scope, id, { userPool, callbackUrls }); or give a URL that is known in advance, for example that of a domain name`,
});

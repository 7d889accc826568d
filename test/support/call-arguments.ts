import { SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  AccessPolicy,
  IdentityProvider,
  SamlMetadata,
  UserAuthClient,
  UserAuthClientOptions,
  UserAuthMachineClient,
  UserAuthPool,
  UserAuthResourceServer,
} from '../../lib';

/* What random calls are called with. */

export type Client = UserAuthClient | UserAuthMachineClient;
export type Enforcement = 'inToken' | 'atRequest';

export const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % list.length];

export const newRole = (scope: Construct, id: string) =>
  new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });

export const importFunction = (scope: Construct, id: string) =>
  lambda.Function.fromFunctionAttributes(scope, id, {
    functionArn: 'arn:aws:lambda:us-east-1:111111111111:function:imported',
    sameEnvironment: true,
  });

export const importPool = (scope: Construct, id: string) =>
  UserAuthPool.fromUserAuthPoolAttributes(scope, id, {
    userPoolId: 'us-east-1_Ab12Cd34E',
    userPoolClientIds: ['one', 'two'],
    domainName: 'auth.example.com',
  });

const clientSecret = SecretValue.secretsManager('sign-in', { jsonField: 'secret' });

export function newProvider(id: string, kind: number): IdentityProvider {
  const options = { clientId: id, clientSecret };
  const apple = { clientId: id, teamId: 'ABCDE12345', keyId: 'ABCDE12345', privateKey: clientSecret };
  const metadata = SamlMetadata.fromUrl('https://login.example.com/metadata.xml');
  const attributeMapping = { nickname: cognito.ProviderAttribute.other('nick') };
  const oidc = { ...options, issuerUrl: 'https://login.example.com' };
  const providers = [
    () => IdentityProvider.google(options),
    () => IdentityProvider.facebook(options),
    () => IdentityProvider.loginWithAmazon(options),
    () => IdentityProvider.signInWithApple(apple),
    () => IdentityProvider.saml(`Saml${id}`, { metadata }),
    () => IdentityProvider.saml(`Saml${id}`, { metadata, idpInitiated: true }),
    () => IdentityProvider.oidc(`Oidc${id}`, oidc),
    () => IdentityProvider.oidc(`Oidc${id}`, { ...oidc, attributeMapping }),
  ];
  return pick(providers, kind)!();
}

export function clientOptions(
  kind: number,
  server?: UserAuthResourceServer,
  provider?: IdentityProvider,
): UserAuthClientOptions {
  const callbackUrls = ['https://app.example.com/'];
  const options: UserAuthClientOptions[] = [
    {},
    { callbackUrls, logoutUrls: callbackUrls },
    { callbackUrls, allowedOAuthScopes: server && [server.scope('write')] },
    { callbackUrls, supportedIdentityProviders: provider && [provider.supportedProvider] },
    { callbackUrls, allowOnlyExternalIdentityProviders: true },
    { writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ familyName: true }) },
    { allowPasswordSignIn: true },
    { generateClientSecret: true },
  ];
  return pick(options, kind)!;
}

export function policyOf(kind: number, enforcement: Enforcement, client?: Client): AccessPolicy | undefined {
  // The ids of calls are the names of groups.
  const group = `C${kind % 4}`;
  const policies = [
    undefined,
    AccessPolicy.signedIn(),
    AccessPolicy.group(group),
    AccessPolicy.anyGroup('editors', group),
    // Access tokens have no attributes.
    enforcement === 'inToken' ? AccessPolicy.attribute('custom:plan', 'pro', 'team') : undefined,
    client && AccessPolicy.client(client),
    client && AccessPolicy.anyOf(AccessPolicy.client(client), AccessPolicy.group(group)),
  ];
  return pick(policies, kind);
}

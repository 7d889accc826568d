import { Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ses from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import {
  AccessPolicy,
  AttributeSchema,
  Branding,
  CognitoHttpApiAuthorizer,
  Firewall,
  HostedUi,
  IdentityProvider,
  LogDestination,
  MfaStatus,
  MfaType,
  PolicyEnforcement,
  PreTokenGenerationVersion,
  SamlMetadata,
  UserAuthPool,
  UserPoolHook,
  UserPoolHooks,
  UserPoolPermission,
} from '../../lib';
import { newFunction } from './synth';

/** A provider of each kind, with a secret where it has one. */
export const providersWith = (secret: SecretValue): IdentityProvider[] => {
  const options = { clientId: 'id', clientSecret: secret };
  return [
    IdentityProvider.google(options),
    IdentityProvider.facebook(options),
    IdentityProvider.loginWithAmazon(options),
    IdentityProvider.signInWithApple({ clientId: 'id', teamId: 'ABCDE12345', keyId: 'ABCDE12345', privateKey: secret }),
    IdentityProvider.oidc('Company', { ...options, issuerUrl: 'https://login.example.com' }),
  ];
};

/** A pool that has everything that can be had together, and what it needs beside it. */
export function everything(
  stack: Stack,
  secret = SecretValue.secretsManager('sign-in', { jsonField: 'secret' }),
): UserAuthPool {
  const hook = newFunction(stack, 'Hook');
  const hooks = Object.fromEntries(Object.values(UserPoolHook).map((name) => [name, hook])) as UserPoolHooks;
  const metadata = SamlMetadata.fromUrl('https://login.example.com/metadata.xml');
  const pool = new UserAuthPool(stack, 'Pool', {
    featurePlan: cognito.FeaturePlan.PLUS,
    allowUserName: true,
    allowPhoneNumberAsUserName: true,
    schema: [AttributeSchema.customString('tenant'), AttributeSchema.customNumber('seats', { min: 0, max: 500 })],
    requirePhoneNumberVerification: true,
    accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
    passwordPolicy: { minimumLength: 16, passwordHistorySize: 24, temporaryPasswordValidity: Duration.days(1) },
    mfaConfiguration: { status: MfaStatus.ON, enabledTypes: [MfaType.SOFTWARE_TOKEN, MfaType.SMS] },
    passwordless: { passkeys: { relyingPartyId: 'auth.example.com' } },
    hooks: { ...hooks, preTokenGenerationVersion: PreTokenGenerationVersion.V3_0 },
    identityProviders: [...providersWith(secret), IdentityProvider.saml('School', { metadata })],
    hostedUi: HostedUi.customDomain({
      domainName: 'auth.example.com',
      certificate: acm.Certificate.fromCertificateArn(
        stack,
        'Certificate',
        'arn:aws:acm:us-east-1:111111111111:certificate/0123',
      ),
      hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
        hostedZoneId: 'Z0123456789',
        zoneName: 'example.com',
      }),
    }),
    emailConfiguration: {
      sesIdentity: ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com'),
      fromEmail: 'Example <no-reply@example.com>',
    },
    threatProtection: { notifyUsers: true },
    logDelivery: {
      authenticationEvents: LogDestination.cloudWatch(logs.LogGroup.fromLogGroupName(stack, 'Logs', 'events')),
    },
    firewall: Firewall.fromWebAclArn('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/acl/0123'),
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111111111111:key/0123'),
  });
  useEverything(stack, pool);
  pool.connect(hook, { permissions: Object.values(UserPoolPermission) });
  return pool;
}

/** Clients, groups, scopes, connections and routes of a pool. */
function useEverything(stack: Stack, pool: UserAuthPool): void {
  const callbackUrls = ['https://app.example.com/'];
  const branding = Branding.managedLogin({ settings: { categories: { global: { colorSchemeMode: 'DARK' } } } });
  const browser = pool.addClient('Browser', { callbackUrls, logoutUrls: callbackUrls, branding });
  const server = pool.addServerClient('Server', { callbackUrls, allowAdminSignIn: true });
  const orders = pool.addResourceServer('orders', { scopes: [{ scopeName: 'read' }] });
  const job = pool.addMachineClient('Job', { scopes: [orders.scope('read')] });
  const assumedBy = new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com');
  pool.addGroup('admins', { precedence: 0, role: new iam.Role(stack, 'Admins', { assumedBy }) });

  const worker = newFunction(stack, 'Worker');
  pool.connect(worker, { client: server, permissions: Object.values(UserPoolPermission) });
  pool.connect(worker, { client: job, prefix: 'JOB' });
  pool.frontEndConfig({ client: browser }).toParameter(stack, 'FrontEnd');
  for (const client of [browser, server, job]) {
    pool.frontEndConfig({ client }).toOutputs(new Construct(stack, `Of${client.node.id}`));
  }

  const httpApi = new HttpApi(stack, 'Api');
  const inToken = new CognitoHttpApiAuthorizer(stack, 'InToken', { userAuthPool: pool });
  const enforcement = PolicyEnforcement.atRequest();
  const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', { userAuthPool: pool, enforcement });
  const accessPolicy = AccessPolicy.anyOf(AccessPolicy.group('admins'), AccessPolicy.client(job));
  inToken.addLambdaRoute(worker, { httpApi, path: '/token', accessPolicy });
  atRequest.addLambdaRoute(worker, { httpApi, path: '/request', accessPolicy });
}

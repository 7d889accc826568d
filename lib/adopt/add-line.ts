import { Construct } from 'constructs';
import { isObject } from '../base/json';
import { asBoolean } from '../template/scalars';
import { codeOf, quoted } from './code';
import { constructIdOf, freeConstructId } from './construct-id';
import { DeployedResource, isLiteralObject, Properties } from './deployed';
import { WithNames } from './resource-names';
import { kindOf, nameOf, typeOf } from './resource-types';

/** The code that adds a resource to a pool, with the logical ID that it has in the old template. */
export function addLine(logicalId: string, resource: DeployedResource, pool: Construct, withNames: WithNames): string {
  const fitting = constructIdOf(logicalId, pool);
  const id = fitting ?? freeConstructId(logicalId, pool);
  const name = withNames(nameOf(resource));
  const call = (method: string, options: string[]) =>
    `pool.${method}(${quoted(id)}${options.length > 0 ? `, { ${options.join(', ')} }` : ''})`;
  // The construct ID is the name of a group and a resource server that have no other.
  const named = (option: string) => (name === id ? [] : [`${option}: ${codeOf(name ?? '...')}`]);
  const override = (code: string) => `${code}.overrideLogicalId(${quoted(logicalId)})`;
  const overrideInside = (code: string) =>
    fitting === undefined ? override(`(${code}.node.defaultChild as CfnResource)`) : code;
  switch (typeOf(resource)) {
    case 'UserPoolGroup':
      return (
        overrideInside(call('addGroup', named('groupName'))) + (name === undefined ? `, and ${NO_GROUP_NAME}` : '')
      );
    case 'UserPoolDomain': {
      const props = `hostedUi: ${hostedUiOf(name, resource.properties)}`;
      return fitting === 'Domain' ? props : `${props}, and ${override('pool.hostedUiDomain?.cfnUserPoolDomain')}`;
    }
    case 'UserPoolIdentityProvider':
      return `${override('pool.addIdentityProvider(provider)')}, where provider is an IdentityProvider${providerOf(name, resource.properties)}`;
    case 'UserPoolResourceServer': {
      const [scopes, remark] = scopesOfServer(resource.properties);
      return overrideInside(call('addResourceServer', [...named('identifier'), ...scopes])) + remark;
    }
    default: {
      const { method, options = [], remark = '' } = clientCall(resource, withNames);
      const code = call(method, options);
      return (fitting === undefined ? override(`${code}.cfnUserPoolClient`) : code) + remark;
    }
  }
}

/** The factories of identity providers by type, and whether the app names them. */
const PROVIDERS: Readonly<Record<string, readonly [method: string, isNamed: boolean]>> = {
  Facebook: ['facebook', false],
  Google: ['google', false],
  LoginWithAmazon: ['loginWithAmazon', false],
  OIDC: ['oidc', true],
  SAML: ['saml', true],
  SignInWithApple: ['signInWithApple', false],
};

function providerOf(name: unknown, { ProviderType: type }: Properties): string {
  const [method, isNamed = true] = PROVIDERS[String(type)] ?? [];
  return `${method ? `.${method}()` : ''}${isNamed ? ` with the name ${codeOf(name)}` : ''}`;
}

const hostedUiOf = (domain: unknown, { CustomDomainConfig: certificate }: Properties) =>
  certificate !== undefined || (typeof domain === 'string' && domain.includes('.'))
    ? `HostedUi.customDomain({ domainName: ${codeOf(domain)}, certificate }) in the props, with the certificate of the domain`
    : `HostedUi.cognitoDomain({ domainPrefix: ${codeOf(domain)} }) in the props`;

const AS_BEFORE = ', with scopes as in the old template';

/** The scopes of a resource server as an option, and a remark if they can't be written as code. */
function scopesOfServer({ Scopes: scopes = [] }: Properties): [options: string[], remark: string] {
  const list = Array.isArray(scopes) ? (scopes as unknown[]) : [scopes];
  const written = list.map((each) => {
    const { ScopeName: name, ScopeDescription: description } = isLiteralObject(each) ? each : {};
    const isKnown = typeof name === 'string' && typeof description === 'string';
    return isKnown ? `{ scopeName: ${quoted(name)}, scopeDescription: ${quoted(description)} }` : undefined;
  });
  if (written.includes(undefined)) return [['scopes'], AS_BEFORE];
  return [written.length > 0 ? [`scopes: [${written.join(', ')}]`] : [], ''];
}

interface ClientCall {
  readonly method: string;
  /** Those without which it is another client. */
  readonly options?: string[];
  readonly remark?: string;
}

function clientCall(client: DeployedResource, withNames: WithNames): ClientCall {
  const { AllowedOAuthScopes: scopes, GenerateSecret: secret } = client.properties;
  switch (kindOf(client)) {
    case 'machine': {
      const names = withNames(scopes);
      const isKnown = Array.isArray(names) && names.length > 0 && names.every((each) => typeof each === 'string');
      if (!isKnown) return { method: 'addMachineClient', options: ['scopes'], remark: AS_BEFORE };
      const list = names.map((each) => `OAuthScope.custom(${quoted(each)})`);
      return { method: 'addMachineClient', options: [`scopes: [${list.join(', ')}]`] };
    }
    case 'server':
      return { method: 'addServerClient' };
    case 'public':
      if (isObject(secret)) {
        return { method: 'addClient', remark: `, and ${secretOverride(secret)}` };
      }
      // To CloudFormation, false differs from no value at all.
      return {
        method: 'addClient',
        options: secret === undefined ? [] : [`generateClientSecret: ${quoted(asBoolean(secret))}`],
      };
  }
}

/** The code that leaves the name of a group to CloudFormation, as no prop can; policies need that name all the same. */
export const NO_GROUP_NAME =
  '(group.node.defaultChild as CfnResource).addPropertyDeletionOverride("GroupName"), where group is the group, whose groupName is the name that CloudFormation gave it';

/** The code that lets a function of CloudFormation decide whether a client has a secret, which no prop can. */
export const secretOverride = (secret: object): string =>
  `client.cfnUserPoolClient.addPropertyOverride("GenerateSecret", ${quoted(secret)}), where client is the client`;

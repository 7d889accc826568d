import { toSnakeCase } from 'codemaker';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MfaStatus, UserAuthPool } from '../../lib';
import { inLanguageOfApp } from '../../lib/checks/language';
import { STRUCTS } from '../../lib/checks/structs';
import { show } from '../../lib/checks/values';
import { messageOf, newStack, templateOf, warningsOf } from '../support/synth';

afterEach(() => vi.unstubAllEnvs());

const PYTHON = 'Python/3.11.7';
const inPython = (text: string) => {
  vi.stubEnv('JSII_AGENT', PYTHON);
  return inLanguageOfApp(text);
};

it.each([undefined, '', 'Java/17.0.15', 'DotNet/8.0'])('keeps a text for an app of the agent %j', (agent) => {
  vi.stubEnv('JSII_AGENT', agent);
  const text = 'passwordPolicy.minimumLength is true';
  expect(inLanguageOfApp(text)).toBe(text);
});

it('names each prop as jsii does in Python', () => {
  const names = new Set(Object.values(STRUCTS).flatMap((struct) => Object.keys(struct)));
  expect(names.size).toBeGreaterThan(150);
  for (const name of names) expect(inPython(name)).toBe(toSnakeCase(name));
});

it.each([
  ['passwordPolicy.minimumLength is 5', 'password_policy.minimum_length is 5'],
  ['client.allowedOAuthFlows[0] is', 'client.allowed_o_auth_flows[0] is'],
  ['Use HostedUi.cognitoDomain().', 'Use HostedUi.cognito_domain().'],
  ['ManagedLoginAsset.fromBase64(Bytes)', 'ManagedLoginAsset.from_base64(Bytes)'],
  ['Set skipPermissions: true', 'Set skip_permissions=True'],
  ['is false, with untrue falsehoods', 'is False, with untrue falsehoods'],
])('says %s as %s', (text, expected) => {
  expect(inPython(text)).toBe(expected);
});

it.each([
  [
    'AccessPolicy: PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID })',
    'AccessPolicy: PolicyEnforcement.at_request(token_use=TokenUse.ID)',
  ],
  [
    'new UserAuthClient(scope, id, { userPool, callbackUrls })',
    'UserAuthClient(scope, id, user_pool=user_pool, callback_urls=callback_urls)',
  ],
  [
    'pool.addResourceServer("Orders", { identifier: "orders", scopes: [{ scopeName: "a", scopeDescription: "b" }, { scopeName: "{ c: 1 }" }] })',
    'pool.add_resource_server("Orders", identifier="orders", scopes=[UserAuthScope(scope_name="a", scope_description="b"), UserAuthScope(scope_name="{ c: 1 }")])',
  ],
  [
    "Give an object with options, for example { scopeName: 'read' }",
    "Give an object with options, for example UserAuthScope(scope_name='read')",
  ],
  ['addResourceServer("a", { scopes })', 'add_resource_server("a", scopes=scopes)'],
  ['Give mfaConfiguration as { status: MfaStatus.OFF }', 'Give mfa_configuration as {"status": MfaStatus.OFF}'],
  ['Stack.of(this).renameLogicalId("A", "myB")', 'Stack.of(self).rename_logical_id("A", "myB")'],
  [
    '(pool.addGroup("a").node.defaultChild as CfnResource).overrideLogicalId("B")',
    '(pool.add_group("a").node.default_child).override_logical_id("B")',
  ],
  [
    "  const it = new Stack(app, 'It', { env: { account, region: 'us-east-1' }, crossRegionReferences: true });\n next",
    '  it = Stack(app, \'It\', env={"account": account, "region": \'us-east-1\'}, cross_region_references=True)\n next',
  ],
  [
    'hostedUi: HostedUi.cognitoDomain({ domainPrefix: "my-a" }) in the props, and pool.hostedUiDomain?.cfnUserPoolDomain.x()',
    'hosted_ui=HostedUi.cognito_domain(domain_prefix="my-a") in the props, and pool.hosted_ui_domain.cfn_user_pool_domain.x()',
  ],
  [
    'give the route authorizationScopes: []; passwordPolicy is missing: AWS.x()',
    'give the route authorization_scopes=[]; password_policy is missing: AWS.x()',
  ],
  ['is "Hello { username }, {name: 1}", { myName }', 'is "Hello { username }, {name: 1}", {"my_name": myName}'],
  [
    "x = new acm.Certificate(stack, 'C', { domainName: 'a.example.com', validation: acm.CertificateValidation.fromDns(hostedZone) });",
    "x = acm.Certificate(stack, 'C', domain_name='a.example.com', validation=acm.CertificateValidation.from_dns(hosted_zone))",
  ],
  [
    'Write pool.addGroup("G", { groupName: Token.asString({"Fn::If":["A",{"Ref":"myB"},true]}), description })',
    'Write pool.add_group("G", group_name=Token.as_string({"Fn::If":["A",{"Ref":"myB"},True]}), description=description)',
  ],
  ['{"Name":"myTenant","Mutable":true}', '{"Name":"myTenant","Mutable":True}'],
  [
    "set overrides: { userPool: { 'Sms.RoleArn': role.roleArn, MfaConfiguration: 'OFF' } }",
    'set overrides: {"user_pool": {\'Sms.RoleArn\': role.role_arn, "MfaConfiguration": \'OFF\'}}',
  ],
  [
    'custom:tenant.stringAttributeConstraints.maxLength is 5',
    'custom:tenant.stringAttributeConstraints.maxLength is 5',
  ],
])('writes the code %s as %s', (text, expected) => {
  expect(inPython(text)).toBe(expected);
});

it('leaves no syntax of TypeScript in the texts of the library', () => {
  const texts = readFileSync(join(__dirname, '..', 'wording.txt'), 'utf8')
    .replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '1')
    .split('\n')
    // The style sheet of a page.
    .filter((text) => !/; \}$/.test(text))
    .map(inPython);
  expect(
    texts.filter((text) => /\bnew (?:\w+\.)?[A-Z]\w+\(|\bconst |\?\.\w| as Cfn|\(this\b|\{ \w|\);$/.test(text)),
  ).toEqual([]);
});

it.each([
  ['a value in single quotes', "Add it: pool.group('powerUsers'), which users can't leave; 'anotherOne' too"],
  ['a word that is not a name of the API', 'the groups of the pool are superAdmins, and the stack is apiStack'],
  ['a key of an event', 'decide by the routeKey of its event'],
  ['a value', 'is "myValue", "say \\"myName\\" aloud" and "trueStory"'],
  ['a path of constructs', 'myApp/MyStack/myPool and myStack/Pool'],
  ['a route', 'GET /myPath/{userId}'],
  ['a variable of API Gateway', 'Put $context.routeKey there'],
  ['an attribute', 'the claim custom:tenantId'],
  ['a key of a JSON document', 'Use categories, componentClasses, components'],
  ['names of AWS', 'UsernameConfiguration of AWS::Cognito::UserPool, WebAuthn, iPhone2'.replace('iPhone2', 'TOTP')],
])('keeps %s', (_, text) => {
  expect(inPython(text)).toBe(text);
});

it('knows each name in the texts of the library', () => {
  const texts = readFileSync(join(__dirname, '..', 'wording.txt'), 'utf8')
    .replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '1')
    .replace(/"[^"\n]*"/g, '1');
  const names = [...texts.matchAll(/(?<![\w/:{$.'-])[a-z]+(?:[A-Z][a-z]+)+(?![\w/}(.'-])/g)].map(([name]) => name);
  expect(names.length).toBeGreaterThan(100);
  const unknown = names.filter((name) => inPython(name) === name);
  // Keys of an event of API Gateway's, and of the lock file.
  expect([...new Set(unknown)]).toEqual(['routeKey', 'generateSecret']);
});

it('keeps values apart from names after a value that is cut', () => {
  const value = { name: 'tenant', more: ['x'.repeat(60), 'myValue'] };
  for (let length = 0; length < 30; length++) {
    const text = `is ${show({ ...value, start: 'y'.repeat(length) })}: write passwordPolicy`;
    expect(inPython(text)).toContain(': write password_policy');
  }
});

describe('from Python', () => {
  it('an error names props in snake case', () => {
    vi.stubEnv('JSII_AGENT', PYTHON);
    const message = messageOf(
      () => new UserAuthPool(newStack('myStack'), 'myPool', { passwordPolicy: { minimumLength: 5 } }),
    );
    expect(message).toMatch(/^myStack\/myPool has 1 problem:\n {2}1\. password_policy\.minimum_length is 5: /);
  });

  it('an error of a getter does', () => {
    vi.stubEnv('JSII_AGENT', PYTHON);
    const pool = new UserAuthPool(newStack(), 'Pool', { defaultClient: false });
    expect(messageOf(() => pool.client)).toBe(
      'Stack/Pool has no default client, because default_client is False. Use a client of add_client(), for example with front_end_config(client=client) or connect(fn, client=client).',
    );
  });

  it('a warning does', () => {
    vi.stubEnv('JSII_AGENT', PYTHON);
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', {
      mfaConfiguration: { status: MfaStatus.OFF },
      client: { callbackUrls: ['https://x.com'] },
    });
    templateOf(stack);
    expect(warningsOf(stack).join()).toContain('callback_urls are set, and the pool has no domain');
  });
});

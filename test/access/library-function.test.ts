import { App, CfnParameter, Duration, Fn, IPropertyInjector, Lazy, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { LibraryFunction } from '../../lib/access/library-function';
import { Problems } from '../../lib/checks/problems';
import { stageOf, TemplateIndex } from '../../lib/template/template-index';

function make(app = new App()) {
  const stack = new Stack(app, 'S');
  const fn = new LibraryFunction(stack, 'Fn', {
    asset: 'authorizer',
    description: 'Decides',
    timeout: Duration.seconds(5),
    environment: { A: '1', B: Lazy.uncachedString({ produce: () => '2' }) },
  });
  return { stack, fn, handler: fn.handler, resource: fn.handler.node.defaultChild as lambda.CfnFunction };
}

function problemsOf({ stack, fn }: ReturnType<typeof make>): string[] {
  const problems = new Problems(stack);
  fn.check(new TemplateIndex(stageOf(stack)), problems, 'this would be bad');
  return problems.messages();
}

it('may get another runtime, more memory and more variables', () => {
  const made = make();
  made.resource.addPropertyOverride('MemorySize', 1024);
  made.resource.addPropertyOverride('Runtime', 'nodejs24.x');
  made.handler.addEnvironment('C', '3');
  made.fn.addEnvironment('D', '4');
  expect(problemsOf(made)).toEqual([]);
});

it.each<[string, (made: ReturnType<typeof make>) => void]>([
  ['Handler', ({ resource }) => resource.addPropertyOverride('Handler', 'other.handler')],
  ['Code', ({ resource }) => resource.addPropertyOverride('Code', { ZipFile: 'x' })],
  ['Environment', ({ handler }) => handler.addEnvironment('A', 'x')],
  ['Environment', ({ resource }) => resource.addPropertyOverride('Environment.Variables.B', 'x')],
  ['Environment', ({ resource }) => resource.addPropertyDeletionOverride('Environment.Variables.A')],
  ['Environment', ({ resource }) => resource.addPropertyOverride('Environment', { Ref: 'AWS::NoValue' })],
  [
    'Environment',
    ({ fn, handler }) => {
      fn.addEnvironment('C', '3');
      handler.addEnvironment('C', 'x');
    },
  ],
])('keeps its %s', (property, change) => {
  const made = make();
  change(made);
  expect(problemsOf(made)[0]).toContain(`${property} of S/Fn/Resource is `);
});

it.each([
  ['python3.13', '"python3.13"'],
  [{ 'Fn::If': ['C', 'nodejs24.x', 'java21'] }, '"java21"'],
])('does not run on %j', (runtime, shown) => {
  const made = make();
  new CfnParameter(made.stack, 'P');
  made.resource.addPropertyOverride('Runtime', runtime);
  expect(problemsOf(made)).toEqual([
    `Runtime of S/Fn/Resource is ${shown}: the code of the function runs on Node.js only, and this would be bad. Have the override, Aspect or property injector that changes it skip functions whose runtime is Node.js.`,
  ]);
});

it('may have a runtime that only the deployment knows', () => {
  const made = make();
  made.resource.addPropertyOverride('Runtime', Fn.importValue('Runtime'));
  expect(problemsOf(made)).toEqual([]);
});

it('does not tell its variables: they may be secret', () => {
  const made = make();
  made.handler.addEnvironment('A', 'secret');
  expect(problemsOf(made)).toEqual([expect.not.stringContaining('secret')]);
  expect(problemsOf(made)).toEqual([expect.stringContaining('changed, in the variable A')]);
});

describe('a variable that can make it run other code, or trust another server,', () => {
  it.each([
    ['NODE_OPTIONS', '--import=data:text/javascript,x'],
    ['NODE_OPTIONS', '--enable-source-maps -r /opt/x.js'],
    ['NODE_OPTIONS', '--inspect'],
    ['NODE_OPTIONS', Fn.importValue('Options')],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
    ['NODE_EXTRA_CA_CERTS', '/opt/ca.pem'],
    ['NODE_PATH', '/opt'],
    ['LD_PRELOAD', '/opt/x.so'],
    ['AWS_LAMBDA_EXEC_WRAPPER', '/opt/wrapper'],
    ['AWS_ENDPOINT_URL', 'https://example.com'],
    ['AWS_ENDPOINT_URL_SSM', 'https://example.com'],
    ['AWS_CONFIG_FILE', '/proc/self/environ'],
    ['AWS_SHARED_CREDENTIALS_FILE', '/proc/self/environ'],
    ['AWS_PROFILE', 'other'],
    ['OPENSSL_CONF', '/opt/openssl.cnf'],
    ['SSL_CERT_FILE', '/opt/ca.pem'],
  ])('is reported: %s=%s', (name, value) => {
    const made = make();
    made.handler.addEnvironment(name, value);
    expect(problemsOf(made)).toEqual([
      expect.stringContaining(
        `Environment of S/Fn/Resource is a map with "${name}", which can make it run other code or trust other servers: this would be bad.`,
      ),
    ]);
  });

  it.each([
    ['NODE_ENV', 'production'],
    ['NODE_NO_WARNINGS', '1'],
    ['NODE_EXTRA_CA_CERTS', '/var/runtime/ca-cert.pem'],
    ['NODE_OPTIONS', '--no-experimental-require-module --dns-result-order=ipv4first'],
    ['NODE_OPTIONS', '--enable-source-maps --max-old-space-size=200'],
    ['NODE_OPTIONS', ''],
    ['AWS_LAMBDA_LOG_LEVEL', 'DEBUG'],
    ['POWERTOOLS_SERVICE_NAME', 'a'],
  ])('is not one like %s=%s', (name, value) => {
    const made = make();
    made.handler.addEnvironment(name, value);
    expect(problemsOf(made)).toEqual([]);
  });

  it('is found in either branch of a condition', () => {
    const made = make();
    new CfnParameter(made.stack, 'P');
    made.resource.addPropertyOverride('Environment.Variables.NODE_OPTIONS', {
      'Fn::If': ['C', { Ref: 'AWS::NoValue' }, '--inspect'],
    });
    expect(problemsOf(made)).toHaveLength(1);
  });

  it('is found where the condition is around all variables', () => {
    const made = make();
    const kept = { A: '1', B: '2' };
    const variables = (...added: object[]) => ({ 'Fn::If': ['C', kept, Object.assign({}, kept, ...added)] });
    made.resource.addPropertyOverride('Environment.Variables', variables({ C: '3' }));
    expect(problemsOf(made)).toEqual([]);
    made.resource.addPropertyOverride('Environment.Variables', variables({ NODE_PATH: '/opt' }));
    expect(problemsOf(made)).toEqual([expect.stringContaining('a map with "NODE_PATH"')]);
  });
});

describe('a property injector', () => {
  const injecting = (props: Partial<lambda.FunctionProps>) => {
    const injector: IPropertyInjector = {
      constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
      inject: (given) => ({ ...given, ...props }),
    };
    return make(new App({ propertyInjectors: [injector] }));
  };

  it.each<[string, Partial<lambda.FunctionProps>]>([
    ['Code', { code: lambda.Code.fromInline('exports.handler = async () => ({ isAuthorized: true })') }],
    ['Code', { code: lambda.Code.fromAsset(__dirname) }],
    ['Handler', { handler: 'other.handler' }],
    ['Environment', { environment: { A: 'x', B: '2' } }],
    ['Environment', { environment: {} }],
  ])('that changes %s is reported', (property, props) => {
    expect(problemsOf(injecting(props))[0]).toContain(`${property} of S/Fn/Resource is `);
  });

  it('may set what the function does not depend on', () => {
    const made = injecting({ memorySize: 512, tracing: lambda.Tracing.ACTIVE });
    expect(problemsOf(made)).toEqual([]);
    expect(made.resource.memorySize).toBe(512);
  });
});

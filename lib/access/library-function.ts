import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { join } from 'node:path';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { Original } from '../template/original';
import { TemplateIndex } from '../template/template-index';
import { branchesOf, entryNamesOf, entryOf, isSame, showValue, textOf, Value } from '../template/value';

/** What a function of the library consists of. */
interface LibraryFunctionProps {
  /** The name of the folder that has its code. */
  readonly asset: string;
  readonly description: string;
  readonly timeout: Duration;
  /** What the function decides by. */
  readonly environment: Readonly<Record<string, string>>;
}

const HANDLER = 'index.handler';

/**
 * With these variables, Node.js or Lambda runs other code before the handler, or trusts other servers. The AWS SDK
 * reads its endpoints from the files that some of them name, and such a file may have variables: `/proc/self/environ`.
 */
const UNSAFE =
  /^(?:NODE_(?:OPTIONS|PATH|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED|USE_ENV_PROXY)|LD_\w+|OPENSSL_CONF|SSL_CERT_\w+|AWS_(?:LAMBDA_EXEC_WRAPPER|ENDPOINT_URL\w*|CONFIG_FILE|SHARED_CREDENTIALS_FILE|PROFILE))$/;
const SAFE_VALUES: Readonly<Record<string, RegExp>> = {
  NODE_OPTIONS:
    /^(?:--(?:enable-source-maps|max-old-space-size=\d+|no-deprecation|no-warnings|disable-warning=\w+|stack-trace-limit=\d+|trace-[a-z-]+|dns-result-order=\w+|(?:no-)?experimental-require-module)(?: +|$))*$/,
  // The certificates of AWS.
  NODE_EXTRA_CA_CERTS: /^\/var\/runtime\/ca-cert\.pem$/,
};

/** A function of the library. Its code decides as its environment says, and neither may change. */
export class LibraryFunction {
  public readonly handler: lambda.Function;
  private readonly environment: Record<string, string>;
  private readonly code: LibraryCode;
  private readonly original: Original;

  constructor(scope: Construct, id: string, { asset, description, timeout, environment }: LibraryFunctionProps) {
    this.environment = { ...environment };
    this.code = new LibraryCode(join(__dirname, '..', '..', 'assets', asset));
    this.handler = new lambda.Function(scope, id, {
      description: description.slice(0, 256),
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: HANDLER,
      code: this.code,
      memorySize: 256,
      timeout,
      environment,
    });
    this.original = new Original(this.resource, {
      given: { handler: HANDLER, code: this.code.place },
      mayChange: (name) => !['Code', 'Handler'].includes(name),
    });
  }

  /** Adds a variable that the function decides by. */
  public addEnvironment(name: string, value: string): void {
    this.environment[name] = value;
    this.handler.addEnvironment(name, value);
  }

  public check(index: TemplateIndex, problems: Problems, outcome: string): void {
    this.original.check(index, problems, outcome);
    const resource = index.resource(this.resource);
    const runtime = branchesOf(resource.value('Runtime')).find((each) => !/^nodejs/.test(textOf(each) ?? 'nodejs'));
    if (runtime) {
      problems.add({
        where: `Runtime of ${this.resource.node.path}`,
        given: showValue(runtime),
        outcome: `the code of the function runs on Node.js only, and ${outcome}`,
        remedy:
          'Have the override, Aspect or property injector that changes it skip functions whose runtime is Node.js',
      });
    }
    const variables = entryOf(resource.value('Environment'), 'Variables');
    const report = (given: string) =>
      problems.add({
        where: `Environment of ${this.resource.node.path}`,
        given,
        outcome,
        remedy:
          'Remove the override, Aspect, property injector or call of addEnvironment() that changes it, or exempt this function',
      });
    for (const [name, value] of Object.entries(this.environment)) {
      const isKept = isSame(entryOf(variables, name), index.valueOf(this.resource, value));
      if (!isKept) report(`changed, in the variable ${name}`);
    }
    for (const name of unsafeIn(variables))
      report(`a map with ${show(name)}, which can make it run other code or trust other servers`);
  }

  private get resource(): lambda.CfnFunction {
    return this.handler.node.defaultChild as lambda.CfnFunction;
  }
}

/** The code of a function, which tells where it is once the function has it. */
class LibraryCode extends lambda.AssetCode {
  private location?: lambda.CodeConfig['s3Location'];

  public override bind(scope: Construct): lambda.CodeConfig {
    const config = super.bind(scope);
    this.location = config.s3Location;
    return config;
  }

  /** What the function has to say of it. Nothing fits if a property injector gave the function other code. */
  public get place(): lambda.CfnFunction.CodeProperty {
    return { s3Bucket: this.location?.bucketName, s3Key: this.location?.objectKey };
  }
}

function unsafeIn(variables: Value): string[] {
  return entryNamesOf(variables)
    .filter((name) => UNSAFE.test(name))
    .filter((name) => !branchesOf(entryOf(variables, name)).every((each) => isSafe(name, each)));
}

function isSafe(name: string, value: Value): boolean {
  return value.kind === 'absent' || SAFE_VALUES[name]?.test(textOf(value) ?? ' ') === true;
}

import { Lazy, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { getOrCreate } from '../base/get-or-create';
import { Problems } from '../checks/problems';
import { checkPattern, show } from '../checks/values';
import { checkCycles, Cycles } from '../template/cycles';
import { isLibraryClient } from '../template/library-client';
import { pathOf } from '../base/path-of';
import { resourceOf } from '../base/resource-of';
import { keyOf } from '../protection/encryption';
import { checkPermissions, UserAuthPoolGrants, UserPoolPermission } from '../grants/grants';
import { grantInSeparatePolicy } from '../grants/separate-policy';

/** Options for connecting a Lambda function to a user pool. */
export interface ConnectOptions {
  /**
   * The prefix of the environment variable names: letters, digits and underscores, starting with a letter. Any other
   * value fails synthesis, and so does `AWS`, which Lambda reserves, or a prefix that gives a variable the same name as
   * one that another pool has in the same function.
   *
   * @default 'USER_POOL'
   */
  readonly prefix?: string;

  /**
   * The permissions on the users of the pool to grant to the function.
   *
   * @default - none
   */
  readonly permissions?: UserPoolPermission[];

  /**
   * The client whose ID the function receives. If it was created with this library and has a secret, the function also
   * receives the ARN of the secret and permission to read it.
   *
   * @default - the default client of the pool or, of an imported pool, the first one that the import names; none if
   * there is no such client
   */
  readonly client?: aws_cognito.IUserPoolClientRef;
}

/** What a connected function is told about its pool. */
interface ConnectedPool extends Construct {
  readonly userPoolId: string;
  readonly userPoolArn: string;
  readonly issuer: string;
  readonly env: ResourceEnvironment;
  readonly domainName?: string;
  readonly grants: UserAuthPoolGrants;
  /** The client that is meant if none is named. */
  readonly _defaultClient?: DefaultClient;
  /** Whether the function is a hook of the pool. */
  _hasHook(fn: lambda.IFunction): boolean;
}

/** The default client of a pool, with its secret if it has one. */
export interface DefaultClient {
  /** Unknown if the pool is imported without clients. */
  readonly id?: string;
  readonly secret?: secretsmanager.ISecret;
}

/** The pool that each environment variable of a function belongs to. */
const taken = new WeakMap<lambda.Function, Map<string, ConnectedPool>>();

export function connect(pool: ConnectedPool, fn: lambda.Function, options: ConnectOptions): void {
  checkArgument(pool, 'fn', 'Function', fn);
  checkStruct(pool, 'ConnectOptions', options);
  const { prefix = 'USER_POOL', permissions = [], client } = options;
  const secret = client ? secretOf(client) : pool._defaultClient?.secret;
  const variables = Object.entries({
    ID: () => pool.userPoolId,
    ARN: () => pool.userPoolArn,
    CLIENT_ID: () => client?.userPoolClientRef.clientId ?? pool._defaultClient?.id,
    CLIENT_SECRET_ARN: () => secret && (refOf(secret) ?? secret.secretArn),
    ISSUER: () => pool.issuer,
    REGION: () => pool.env.region,
    DOMAIN: () => pool.domainName,
  }).map(([suffix, value]) => ({ name: `${prefix}_${suffix}`, value }));

  const holders = getOrCreate(taken, fn, () => new Map<string, ConnectedPool>());
  const holder = variables.map(({ name }) => holders.get(name)).find((each) => each && each !== pool);
  const problems = new Problems(pool);
  checkPrefix(prefix, fn, holder, problems);
  checkPermissions(problems, permissions);
  problems.throwIfAny();

  for (const { name, value } of variables) {
    holders.set(name, pool);
    // The pool depends on its hooks, so the environment of a hook can't refer to the pool: a hook reads these values
    // from its event.
    fn.addEnvironment(name, Lazy.string({ produce: () => (pool._hasHook(fn) ? undefined : value()) }));
  }
  pool.grants.permissions(fn, ...permissions);
  checkCycles(pool, (cycles, found) => checkWaiting(cycles, pool, fn, found));
  if (secret) grantReadOf(secret, pool, fn);
}

function checkPrefix(prefix: string, fn: lambda.Function, holder: ConnectedPool | undefined, problems: Problems): void {
  checkPattern(problems, 'prefix', prefix, /^(?!AWS$)[A-Za-z][A-Za-z0-9_]*$/, {
    outcome: 'Lambda rejects environment variables with such names',
    remedy: 'Use letters, digits and underscores, a letter first, and not AWS',
  });
  if (!holder) return;
  problems.add({
    where: 'prefix',
    given: `${show(prefix)}, whose variables ${fn.node.path} already has for ${holder.node.path}`,
    outcome: 'the function would have the values of only one of the two pools',
    remedy: 'Give another prefix',
  });
}

function grantReadOf(secret: secretsmanager.ISecret, pool: ConnectedPool, fn: lambda.Function): void {
  // A client may be in a different stack than its pool.
  const scope = Stack.of(secret) === Stack.of(pool) ? pool : (secret.node.scope as Construct);
  const resourceArns = [refOf(secret) ?? secret.secretFullArn ?? `${secret.secretArn}-??????`];
  grantInSeparatePolicy(scope, fn, { actions: ['secretsmanager:GetSecretValue'], resourceArns });
  const key = secret.encryptionKey && keyOf(secret.encryptionKey);
  if (key) grantInSeparatePolicy(scope, fn, { actions: ['kms:Decrypt'], resourceArns: [key.keyRef.keyArn] });
}

/** What a connected function refers to must not wait for the function. */
function checkWaiting(cycles: Cycles, pool: ConnectedPool, fn: lambda.Function, problems: Problems): void {
  if (pool._hasHook(fn)) return;
  const [first] = cycles.through(fn.node.defaultChild as lambda.CfnFunction);
  if (!first) return;
  problems.add({
    where: 'connect()',
    ...cycles.describe({
      waiting: first,
      given: `called with ${fn.node.path}, which gets values of ${pathOf(first)}`,
      awaited: fn,
      name: 'the function',
    }),
    remedy: `${cycles.areBetweenStacks ? 'Create what refers to the function in another stack than that of the pool, for example its routes in the stack of the function; or refer' : 'Refer'} to the function in another way, for example by the domain name of a CloudFront distribution or API that is known in advance; or have the function read pool.frontEndConfig().toParameter() instead`,
  });
}

/** The ARN of a secret that this app creates. The CDK's `Secret` hides it from other regions, its resource doesn't. */
const refOf = (secret: secretsmanager.ISecret) => resourceOf(secret, secretsmanager.CfnSecret)?.ref;

const secretOf = (client: aws_cognito.IUserPoolClientRef): secretsmanager.ISecret | undefined =>
  isLibraryClient(client) && client.hasClientSecret ? client.clientSecret : undefined;

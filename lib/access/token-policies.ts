import { Aws, Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { join } from 'node:path';
import { Problems } from '../checks/problems';
import { checkPlan, FeaturePlanProps } from '../pool/feature-plan';
import { Minter, PreTokenGenerationHook, PreTokenGenerationVersion } from '../pool/hooks';
import { AccessPolicy, keyOfClient, scopeOf } from './access-policy';

/** What the environment of a function holds, less what the names of the variables and the other values take. */
const ROOM = 3584;

/**
 * The policies that a pool enforces in its tokens: a hook of the library's own, made for the first of them, puts a scope for each into the tokens of those who satisfy it, and takes it out of all others.
 */
export class TokenPolicies implements Minter {
  /** The hook. */
  public readonly handler: lambda.Function;
  private readonly policies = new Map<string, AccessPolicy>();
  private userHook?: PreTokenGenerationHook;
  private clientIds?: ssm.StringParameter;

  constructor(private readonly scope: Construct) {
    this.handler = new lambda.Function(scope, 'PolicyHook', {
      description: `Puts the scopes of access policies into the tokens of ${scope.node.path}`.slice(0, 256),
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', '..', 'assets', 'pre-token-generation')),
      memorySize: 256,
      // Cognito waits no longer.
      timeout: Duration.seconds(5),
      environment: { POLICIES: Lazy.string({ produce: () => JSON.stringify(this.documents()) }) },
    });
  }

  /** The scope that stands for a policy. */
  public add(policy: AccessPolicy): string {
    const name = scopeOf(policy, this.scope);
    this.policies.set(name, policy);
    if (policy._clients.length > 0) this.tellClientIds();
    return name;
  }

  /** A hook of the user's own is called by the library's, which then has the last word on its own scopes only. */
  public compose(hook: PreTokenGenerationHook): void {
    this.userHook = hook;
    const { functionArn } = hook.fn;
    this.handler.addEnvironment('USER_HOOK', Stack.of(this.scope).toJsonString({ functionArn, version: hook.version }));
    this.handler.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
    );
  }

  /** Version 3 is called for machines too: only where that makes a difference. */
  public get version(): PreTokenGenerationVersion {
    const ofMachines = this.userHook?.version === PreTokenGenerationVersion.V3_0 || this.clients.length > 0;
    return ofMachines ? PreTokenGenerationVersion.V3_0 : PreTokenGenerationVersion.V2_0;
  }

  /** The attributes that decide who may do what. */
  public get attributes(): string[] {
    return [...new Set([...this.policies.values()].flatMap((policy) => policy._attributes))].sort();
  }

  /** The groups that decide who may do what. */
  public get groups(): string[] {
    return [...new Set([...this.policies.values()].flatMap((policy) => policy._groups))].sort();
  }

  public check(props: FeaturePlanProps, problems: Problems): void {
    checkPlan(props, problems, 'An access policy');
    const size = Buffer.byteLength(JSON.stringify(this.documents()));
    if (size <= ROOM) return;
    problems.add({
      where: 'The number of access policies',
      given: `${this.policies.size}, which take ${size} bytes`,
      outcome: `Lambda takes an environment of 4096 bytes, which leaves ${ROOM} for policies`,
      remedy: 'Use fewer or shorter ones: a group for each of the larger ones, say; or enforce some at the request',
    });
  }

  private documents(): Record<string, object> {
    const names = [...this.policies.keys()].sort();
    const document = (name: string) => this.policies.get(name)?._document((client) => keyOfClient(client, this.scope));
    return Object.fromEntries(names.map((name) => [name, document(name) ?? {}]));
  }

  private get clients(): aws_cognito.IUserPoolClientRef[] {
    return [...this.policies.values()].flatMap((policy) => policy._clients);
  }

  /**
   * The pool waits for its hook, and clients for the pool: so the hook can't have their ids in its environment. It reads them from a parameter, whose name is known before.
   */
  private tellClientIds(): void {
    if (this.clientIds) return;
    const stack = Stack.of(this.scope);
    const parameterName = `/user-auth-pool/${Aws.STACK_NAME}/${this.scope.node.addr.slice(-8)}/clients`;
    this.clientIds = new ssm.StringParameter(this.scope, 'PolicyClients', {
      parameterName,
      description: `The ids of app clients that access policies of ${this.scope.node.path} name`,
      stringValue: Lazy.string({
        produce: () => {
          const entries = this.clients.map((client) => [
            keyOfClient(client, this.scope),
            client.userPoolClientRef.clientId,
          ]);
          return stack.toJsonString(Object.fromEntries(entries.sort()));
        },
      }),
    });
    this.handler.addEnvironment('CLIENTS_PARAMETER', parameterName);
    this.handler.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: [stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: parameterName.slice(1) })],
      }),
    );
  }
}

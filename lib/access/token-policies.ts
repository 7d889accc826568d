import { Aws, Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct, IConstruct } from 'constructs';
import { environmentSize, MAX_ENVIRONMENT, jsonWithLongestIds } from './environment';
import { Problems } from '../checks/problems';
import { isKnown } from '../checks/values';
import { Original } from '../template/original';
import { stacksOf } from '../base/stacks';
import { TemplateIndex } from '../template/template-index';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { LibraryHook, PreTokenGenerationHook, PreTokenGenerationVersion } from '../hooks/pre-token-generation';
import { AccessPolicy } from './access-policy';
import { LibraryFunction } from './library-function';
import { Policy, policyScope } from './policy';
import { clientIdsOf } from './policy-clients';
import { encodePolicies, inOrder } from './policy-codec';
import { warnOfPolicies } from './policy-warnings';
import { checkReserved } from './reserved-scopes';
import { warnOfLargeTokens } from './token-size';

/** A pool that can add the scopes of policies to its tokens. */
interface PoolWithPolicyScopes extends IConstruct {
  /** The hook that adds the scopes, if there is one. */
  readonly policyHook: lambda.Function | undefined;
  _policyScope(policy: AccessPolicy): string;
  /** The policy that a scope stands for. */
  _policyOf(scope: string): AccessPolicy | undefined;
  /** Whether that hook, if there is one, is as it was created. */
  _isPolicyHookIntact(index: TemplateIndex): boolean;
}

export function hasPolicyScopes(pool: IConstruct): pool is PoolWithPolicyScopes {
  return '_policyScope' in pool;
}

const HOOK_CHANGED = 'the hook may give scopes to callers who do not satisfy a policy, or to nobody';

/** What the environment of the hook can hold, less what the user's hook and the name of the parameter take up. */
const MAX_POLICIES_SIZE = MAX_ENVIRONMENT - 512;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_STANDARD_PARAMETER = 4096;

const isMadeHere = (client: aws_cognito.IUserPoolClientRef) => !isKnown(client.userPoolClientRef.clientId);

/**
 * The policies that a pool enforces in its tokens. A hook of the library, created for the first policy, adds a scope
 * for each to the tokens of those who satisfy it, and removes it from all others.
 */
export class TokenPolicies implements LibraryHook {
  private readonly policies = new Map<string, AccessPolicy>();
  private userHook?: PreTokenGenerationHook;
  /** The parameter that has the IDs of clients. */
  private clientIds?: Original;
  private readonly function: LibraryFunction;

  constructor(private readonly scope: Construct & aws_cognito.IUserPoolRef) {
    this.function = new LibraryFunction(scope, 'PolicyHook', {
      asset: 'pre-token-generation',
      description: `Puts the scopes of access policies into the tokens of ${scope.node.path}`,
      // Cognito waits no longer than this.
      timeout: Duration.seconds(5),
      environment: { POLICIES: Lazy.uncachedString({ produce: () => this.encoded() }) },
    });
  }

  /** The hook. */
  public get handler(): lambda.Function {
    return this.function.handler;
  }

  /** Adds a policy and returns the scope that stands for it. */
  public add(policy: AccessPolicy): string {
    this.checkClients(policy);
    const name = policyScope(policy._document(this.scope));
    this.policies.set(name, policy);
    if (policy._clients.some(isMadeHere)) this.tellClientIds();
    return name;
  }

  /** The policy that a scope stands for. */
  public of(scope: string): AccessPolicy | undefined {
    return this.policies.get(scope);
  }

  /** The library's hook calls the user's own hook, and then has the last word on its own scopes only. */
  public compose(hook: PreTokenGenerationHook): void {
    this.userHook = hook;
    const { functionArn } = hook.fn;
    this.function.addEnvironment(
      'USER_HOOK',
      Stack.of(this.scope).toJsonString({ functionArn, version: hook.version }),
    );
    this.handler.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
    );
  }

  /** Version 3 is also called for machines, so it is used only where that makes a difference. */
  public get version(): PreTokenGenerationVersion {
    const { V1_0, V2_0, V3_0 } = PreTokenGenerationVersion;
    // A version known only at deployment may be V3_0.
    const ofMachines = ![V1_0, V2_0].includes(this.userHook?.version ?? V1_0);
    return ofMachines || [...this.policies.values()].some(({ _clients }) => _clients.length > 0) ? V3_0 : V2_0;
  }

  public check(index: TemplateIndex, plan: FeaturePlanNeeds, problems: Problems): void {
    plan.needsPlan(
      cognito.FeaturePlan.ESSENTIALS,
      'enforcement in the token',
      problems,
      'enforce policies at the request: enforcement: PolicyEnforcement.atRequest()',
    );
    checkReserved(index, this.scope, problems);
    this.checkHook(index, problems);
    const size = environmentSize({ POLICIES: this.encoded() });
    if (size <= MAX_POLICIES_SIZE) return;
    problems.add({
      where: 'The number of access policies',
      given: `${this.policies.size}, which take ${size} bytes`,
      outcome: `Lambda takes an environment of ${MAX_ENVIRONMENT} bytes, which leaves ${MAX_POLICIES_SIZE} for policies`,
      remedy:
        'Use fewer or shorter ones, for example a group in place of each of the larger ones; or enforce some at the request',
    });
  }

  /** Checks that the function and what it decides by are as they were created. */
  public checkHook(index: TemplateIndex, problems: Problems): void {
    for (const each of [this.function, this.clientIds]) each?.check(index, problems, HOOK_CHANGED);
  }

  public warn(index: TemplateIndex, cfnUserPool: cognito.CfnUserPool): void {
    warnOfPolicies({ index, pool: this.scope, cfnUserPool, inToken: true }, this.policies.values());
    warnOfLargeTokens(this.scope, this.documents);
  }

  private encoded(): string {
    return encodePolicies(inOrder(this.documents));
  }

  private get documents(): Policy[] {
    return [...this.policies.values()].map((policy) => policy._document(this.scope));
  }

  /**
   * The client parameter is in the stack of the pool, so it can refer only to clients in that stack and in stacks
   * nested in it.
   */
  private checkClients(policy: AccessPolicy): void {
    const problems = new Problems(this.scope);
    const stack = Stack.of(this.scope);
    for (const client of policy._clients.filter(isMadeHere)) {
      if (stacksOf(client).includes(stack)) continue;
      problems.add({
        where: 'AccessPolicy.client()',
        given: `${client.node.path}, which is in a different stack than the pool`,
        outcome: 'the stack of the pool would wait for the client, and the client waits for the pool',
        remedy:
          'Create the client in the stack of the pool, for example with pool.addClient(); or enforce the policy at the request',
      });
    }
    problems.throwIfAny();
  }

  private idsOfClients(): Record<string, string> {
    return clientIdsOf(this.policies.values(), this.scope);
  }

  /**
   * The pool depends on its hook, and clients depend on the pool, so the hook cannot have their IDs in its environment.
   * It reads them from a parameter whose name is known in advance.
   */
  private tellClientIds(): void {
    if (this.clientIds) return;
    const stack = Stack.of(this.scope);
    const parameterName = `/user-auth-pool/${Aws.STACK_NAME}/${this.scope.node.addr.slice(-8)}/clients`;
    this.clientIds = this.makeClientsParameter(parameterName);
    this.function.addEnvironment('CLIENTS_PARAMETER', parameterName);
    this.handler.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: [stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: parameterName.slice(1) })],
      }),
    );
  }

  private makeClientsParameter(parameterName: string): Original {
    const value = Lazy.string({ produce: () => Stack.of(this.scope).toJsonString(this.idsOfClients()) });
    const { node } = new ssm.StringParameter(this.scope, 'PolicyClients', {
      parameterName,
      simpleName: false,
      description: `The ids of app clients that access policies of ${this.scope.node.path} name`,
      stringValue: value,
    });
    const parameter = node.defaultChild as ssm.CfnParameter;
    const isLong = () => jsonWithLongestIds(this.idsOfClients()).length > MAX_STANDARD_PARAMETER;
    parameter.tier = Lazy.string({ produce: () => (isLong() ? ssm.ParameterTier.INTELLIGENT_TIERING : undefined) });
    return new Original(parameter, {
      given: { name: parameterName, value },
      mayChange: (name) => !['Name', 'Value'].includes(name),
      neededBy: this.handler.node.defaultChild as lambda.CfnFunction,
    });
  }
}

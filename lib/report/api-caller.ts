import { Token } from 'aws-cdk-lib';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { literalGroupName } from '../access/group-name';
import { Caller } from '../access/policy';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';

/** Options for a person who calls an API. */
export interface PersonCallerOptions {
  /**
   * The groups that the person is in: their names, or `groupName` of groups.
   *
   * @default - none
   */
  readonly groups?: string[];

  /**
   * The user attributes of the person, such as `custom:plan`.
   *
   * @default - none
   */
  readonly attributes?: { [name: string]: string };

  /**
   * The scopes in the person's access token. Scopes of access policies follow from the groups and attributes. Required
   * for a question about a route that requires a scope of Cognito itself: tokens of the SDK have
   * `aws.cognito.signin.user.admin`, and those of the hosted pages what the app asks for, such as `openid`.
   *
   * @default - none of resource servers
   */
  readonly scopes?: string[];

  /**
   * The app client that the person signed in through, which also says in which pool the person is. Required for a
   * question about a route whose policies distinguish between clients, and for one that lets in the person if the API
   * has other routes for other pools.
   *
   * @default - any client that the authorizer of the route accepts
   */
  readonly client?: aws_cognito.IUserPoolClientRef;
}

/** Options for a machine that calls an API. */
export interface MachineCallerOptions {
  /**
   * The scopes in the machine's access token. Required for a question about scopes if those of the client are not known
   * at synthesis, for example because it is imported.
   *
   * @default - all that its client may request
   */
  readonly scopes?: string[];
}

/** A caller of an API, for the methods of `HttpApiAccess`. */
export class ApiCaller {
  /**
   * A person who has signed in.
   *
   * @param options groups, attributes, scopes and client of the person
   */
  public static person(options: PersonCallerOptions = {}): ApiCaller {
    checkStruct('ApiCaller.person()', 'PersonCallerOptions', options);
    const { client, groups, attributes, scopes } = options;
    const has = { groups: groups?.map(literalGroupName), attributes, scopes };
    checkKnown('ApiCaller.person()', has);
    return new ApiCaller('person', client, has);
  }

  /**
   * A machine with a token that was issued to a machine client.
   *
   * @param client the machine client
   * @param options the scopes of its token
   */
  public static machine(client: aws_cognito.IUserPoolClientRef, options: MachineCallerOptions = {}): ApiCaller {
    checkArgument('ApiCaller.machine()', 'client', 'IUserPoolClientRef', client);
    checkStruct('ApiCaller.machine()', 'MachineCallerOptions', options);
    checkKnown('ApiCaller.machine()', options);
    return new ApiCaller('machine', client, options);
  }

  /** A caller without a token. */
  public static anonymous(): ApiCaller {
    return new ApiCaller('anonymous');
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'person' | 'machine' | 'anonymous',
    /** @internal */
    public readonly _client?: aws_cognito.IUserPoolClientRef,
    /** @internal */
    public readonly _claims: Omit<PersonCallerOptions, 'client'> = {},
  ) {}

  /**
   * The caller as policies see it.
   *
   * @internal
   */
  public _asCaller(clientId: string): Caller {
    const { groups = [], attributes = {} } = this._claims;
    return { person: this._kind === 'person', groups, attributes, clientId };
  }

  /**
   * The same caller with a token of a certain client.
   *
   * @internal
   */
  public _through(client: aws_cognito.IUserPoolClientRef): ApiCaller {
    return new ApiCaller(this._kind, client, this._claims);
  }

  /** A readable form of the caller, such as `a person in the group editors`. */
  public toString(): string {
    const { groups = [], attributes = {}, scopes = [] } = this._claims;
    if (this._kind === 'anonymous') return 'a caller without a token';
    const has = [
      ...(groups.length > 0 ? [`in the ${groups.length === 1 ? 'group' : 'groups'} ${groups.join(', ')}`] : []),
      ...Object.entries(attributes).map(([name, value]) => `with ${name} ${value}`),
      ...(scopes.length > 0 ? [`with the ${scopes.length === 1 ? 'scope' : 'scopes'} ${scopes.join(', ')}`] : []),
    ];
    const who = this._kind === 'person' ? 'a person' : `the machine ${this._client?.node.path ?? ''}`;
    const rest = this._kind === 'person' && groups.length === 0 ? ['in no group', ...has] : has;
    return [who, rest.join(' and ')].filter(Boolean).join(' ');
  }
}

/** Checks that what a caller has can be compared with what policies name. */
function checkKnown(of: string, { groups = [], attributes = {}, scopes = [] }: PersonCallerOptions): void {
  const problems = new Problems(of);
  const check = (where: string, text: string) => {
    if (!Token.isUnresolved(text)) return;
    problems.add({
      where,
      given: 'known only at deployment',
      outcome: 'no policy could be compared with it at synthesis',
      remedy: 'Give a literal string',
    });
  };
  groups.forEach((group, index) => check(`groups[${index}]`, group));
  for (const [name, value] of Object.entries(attributes)) {
    check('The name of an attribute', name);
    check(`attributes[${name}]`, value);
  }
  scopes.forEach((scope, index) => check(`scopes[${index}]`, scope));
  problems.throwIfAny();
}

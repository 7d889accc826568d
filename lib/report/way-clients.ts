import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { certainClient, isForPeople } from '../access/policy-clients';
import { audienceInTemplate, isKnownClient } from '../authorizer/tokens/audience';
import { TemplateIndex } from '../template/template-index';
import { isSame } from '../template/value';
import { ApiCaller } from './api-caller';
import { policiesOfWay, WayOfTokens } from './ways';

/** A client that a policy names, with what holds for it whoever the caller is. */
interface NamedClient {
  readonly client: aws_cognito.IUserPoolClientRef;
  readonly isAccepted: boolean | undefined;
  readonly isForPeople: boolean;
}

/** The clients whose tokens may open a way. */
export class WayClients {
  private known?: readonly NamedClient[];

  constructor(
    private readonly index: TemplateIndex,
    private readonly way: WayOfTokens,
  ) {}

  /** Whether the authorizer accepts tokens of a client, or any at all. Undefined if only the deployment knows. */
  public accepts(client?: aws_cognito.IUserPoolClientRef): boolean | undefined {
    const { index, way } = this;
    if (way.kind === 'token' && !way.isOfPool) return undefined;
    if (!client) return true;
    const id = index.valueOf(client, client.userPoolClientRef.clientId);
    const accepted =
      way.kind === 'token' ? way.clients : way.requirement.pools?.flatMap((pool) => audienceInTemplate(index, pool));
    if (accepted?.some((each) => isSame(each, id))) return true;
    return accepted && [id, ...accepted].every(isKnownClient) ? false : undefined;
  }

  /** The clients that policies name and that a caller may have used, if its own is not known. */
  public possibleFor({ _kind: kind, _client: client }: ApiCaller): readonly aws_cognito.IUserPoolClientRef[] {
    const mayBe = (each: NamedClient) =>
      client ? isUnknown(client) || isUnknown(each.client) : each.isAccepted !== false;
    return this.named
      .filter((each) => mayBe(each) && (kind === 'machine' || each.isForPeople))
      .map((each) => each.client);
  }

  private get named(): readonly NamedClient[] {
    this.known ??= policiesOfWay(this.way)
      .flatMap((policy) => policy._clients)
      .map((client) => ({
        client,
        isAccepted: this.accepts(client),
        isForPeople: isForPeople(this.index, client),
      }));
    return this.known;
  }
}

const isUnknown = (client: aws_cognito.IUserPoolClientRef) => certainClient(client) === undefined;

import { Construct, IDependable } from 'constructs';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';

/** An identity provider, as an app client sees it. */
export interface OfferedProvider {
  readonly name: string;
  /** What a client names it by, so as to come after it, where that is not its name. */
  readonly ref?: string;
  /** Which attributes of a user it fills. */
  readonly mapped: readonly string[];
  /** Whether users may come from it without having been sent there. */
  readonly idpInitiated: boolean;
}

/** What a pool of this library has for its app clients. It is asked at synth, when every call has been made. */
export interface PoolOffer {
  /** Whether users may choose how to sign in. */
  readonly choice: boolean;
  /** Whether there are hooks for a sign-in of the pool's own. */
  readonly custom: boolean;
  readonly providers: readonly OfferedProvider[];
  /** The attributes of users. */
  readonly attributes: PoolAttributes;
  /** The scopes of its resource servers, by their full names. Undefined where not all of them are known. */
  readonly scopes?: readonly string[];
  /** Whether there is a domain, by whatever way it was made, where tokens can be had. */
  readonly hasDomain: boolean;
  /** Whether the hosted pages are those of managed login, and not the classic ones; where there are none, it is left out. */
  readonly managedLogin?: boolean;
  /** The address of the hosted sign-in page, where there is one. */
  readonly signInUrl?: (clientId: string, redirectUri: string, scopes: string[]) => string;
}

/** The attributes of users that a pool has. */
export interface PoolAttributes {
  /** Those that each user has to have. */
  readonly required: readonly string[];
  /** Those of the pool's own, with their prefix. Undefined where not all of them are known. */
  readonly custom?: readonly string[];
}

/** An app client, as its pool sees it. */
export interface PoolMember extends Construct {
  readonly userPoolClient: cognito.UserPoolClient;
}

/** A pool that its app clients can ask. */
export interface OfferingPool<Options> extends aws_cognito.IUserPoolRef {
  _offer(): PoolOffer;
  _join(client: PoolMember, options: Options): void;
  /** What clients name in their properties, and so must come after. */
  readonly _beforeClients: IDependable;
}

/** The pool itself, if it is one of this library. */
export function offering<Options>(pool: aws_cognito.IUserPoolRef): OfferingPool<Options> | undefined {
  return '_offer' in pool ? (pool as OfferingPool<Options>) : undefined;
}

const origins = new WeakMap<cognito.OAuthScope, IDependable>();

/** A scope of a resource server, which a client has to come after. */
export function scopeOf(server: IDependable, name: string): cognito.OAuthScope {
  const scope = cognito.OAuthScope.custom(name);
  origins.set(scope, server);
  return scope;
}

/** The resource servers that scopes are of, as far as they are known. */
export const serversOf = (scopes: cognito.OAuthScope[] = []) => scopes.flatMap((scope) => origins.get(scope) ?? []);

export const NO_OFFER: PoolOffer = {
  choice: false,
  custom: false,
  providers: [],
  attributes: { required: [] },
  hasDomain: true,
};

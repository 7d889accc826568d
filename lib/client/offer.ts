import { Construct, IDependable } from 'constructs';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { OfferedProvider } from '../federation/federation';
import { PoolAttributes } from '../sign-in/schema';

/** What a pool of this library offers to its app clients. Read at synthesis, after all calls have been made. */
export interface PoolOffer {
  /** Whether users can choose how to sign in. */
  readonly choice: boolean;
  /** Whether the pool has hooks for a custom authentication flow. */
  readonly custom: boolean;
  readonly providers: readonly OfferedProvider[];
  /** The attributes of users. */
  readonly attributes: PoolAttributes;
  /** The full names of the scopes of the resource servers. Undefined if not all of them are known. */
  readonly scopes?: readonly string[];
  /** Whether the pool has a domain that issues tokens, however it was created. */
  readonly hasDomain: boolean;
  /** Whether the hosted pages are those of managed login rather than the classic ones. Undefined if there are none. */
  readonly managedLogin?: boolean;
  /** The URL of the hosted sign-in page, if there is one. */
  readonly signInUrl?: (clientId: string, redirectUri: string, scopes: string[]) => string;
}

/** What a pool needs to know of an app client. */
export interface PoolMember extends Construct {
  readonly userPoolClient: cognito.UserPoolClient;
}

/** A pool that tells its app clients what it offers. */
export interface OfferingPool<Options> extends aws_cognito.IUserPoolRef {
  _offer(): PoolOffer;
  _join(client: PoolMember, options: Options): void;
  /** The resources that clients name in their properties, and therefore depend on. */
  readonly _beforeClients: IDependable;
}

/** The pool itself, if it was created by this library. */
export function offering<Options>(pool: aws_cognito.IUserPoolRef): OfferingPool<Options> | undefined {
  return '_offer' in pool ? (pool as OfferingPool<Options>) : undefined;
}

export const NO_OFFER: PoolOffer = {
  choice: false,
  custom: false,
  providers: [],
  attributes: { required: [] },
  hasDomain: true,
};

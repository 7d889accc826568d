import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IDependable } from 'constructs';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { OfferedProvider } from '../federation/federation';
import { Branding } from '../hosted-ui/branding';
import { PoolAttributes } from '../sign-in/pool-attributes';
import { TemplateIndex } from '../template/template-index';
import { UserAuthClientBase } from './client-base';

/** What app clients need to know about a pool of this library. What calls can change is read from the index. */
export interface PoolFeatures {
  /** What the features of the pool need, those of its clients included. */
  readonly plan: FeaturePlanNeeds;
  /** Whether users can choose how to sign in. */
  readonly offersChoice: boolean;
  /** Whether the hosted pages are those of managed login rather than the classic ones. Undefined if there are none. */
  readonly isManagedLogin?: boolean;
  /** The resources that clients name in their properties, and therefore depend on. */
  readonly beforeClients: IDependable;
  /** Adds a client to the pool. It gets the branding of its hosted pages, if it has any. */
  addClient(client: UserAuthClientBase, hostedPages?: { readonly branding?: Branding }): void;

  /** Whether the pool has a custom authentication flow. */
  hasCustomFlow(index: TemplateIndex): boolean;
  providers(index: TemplateIndex): readonly OfferedProvider[];
  /** The attributes of users. */
  attributes(index: TemplateIndex): PoolAttributes;
  /** What is deployed of a client, if the pool takes the place of one that has it. */
  deployedClient(client: cognito.CfnUserPoolClient): { readonly writeAttributes?: string[] } | undefined;
}

/** The features of a pool, if this library created it. */
export const featuresOf = (pool: aws_cognito.IUserPoolRef): PoolFeatures | undefined =>
  '_features' in pool ? (pool._features as PoolFeatures) : undefined;

/** The domain of the hosted pages of a pool, if this library created or imported the pool, and it has one. */
export const domainNameOf = (pool: aws_cognito.IUserPoolRef): string | undefined =>
  'domainName' in pool ? (pool.domainName as string | undefined) : undefined;

import { Aws } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { warnAtPool } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { targetsIn } from '../template/value';

/** How the tokens of a pool name it in their `iss` claim. */
export enum IssuerType {
  /** As `https://cognito-idp.REGION.amazonaws.com/POOL_ID`. */
  ORIGINAL = 'ORIGINAL',

  /** As `https://issuer-cognito-idp.REGION.amazonaws.com/POOL_ID`, which AWS recommends. */
  UPDATED = 'UPDATED',
}

/** @internal */
export interface IssuerProps {
  /**
   * How tokens name the pool in their `iss` claim. AWS recommends `IssuerType.UPDATED`. All parts of this
   * library use the issuer that you choose: authorizers, `issuer`, `connect` and the configuration of front ends.
   *
   * A change on a pool with users makes JWT authorizers reject tokens that were issued before until apps have refreshed
   * them; with `lockFile`, synthesis warns of it. The Cognito action of a load balancer and the Cognito authorizers of
   * REST APIs don't work with `UPDATED`: synthesis warns of those in the app.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cognito-userpool-issuerconfiguration.html
   * @default IssuerType.ORIGINAL
   */
  readonly issuerType?: IssuerType;
}

/** The issuer of a pool's tokens. */
export function issuerOf(type: IssuerType, region: string, userPoolId: string): string {
  const host = type === IssuerType.UPDATED ? 'issuer-cognito-idp' : 'cognito-idp';
  return `https://${host}.${region}.${Aws.URL_SUFFIX}/${userPoolId}`;
}

/** An override, since older versions of the CDK lack the property. */
export function refineIssuer(cfnUserPool: cognito.CfnUserPool, { issuerType }: IssuerProps): void {
  if (issuerType) cfnUserPool.addPropertyOverride('IssuerConfiguration.Type', issuerType);
}

/** What looks for the original issuer only, with the property that names the pool. */
const ORIGINAL_ONLY = {
  'AWS::ApiGateway::Authorizer': 'ProviderARNs',
  'AWS::ElasticLoadBalancingV2::Listener': 'DefaultActions',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'Actions',
} as const;

/** Warns of resources of this app that reject the tokens of a pool with the updated issuer. */
export function warnOfIssuer(
  index: TemplateIndex,
  pool: aws_cognito.IUserPoolRef,
  cfnUserPool: cognito.CfnUserPool,
  { issuerType }: IssuerProps,
): void {
  if (issuerType !== IssuerType.UPDATED) return;
  for (const [type, property] of Object.entries(ORIGINAL_ONLY)) {
    const found = index.ofType(type).filter((each) => targetsIn(each.value(property)).includes(cfnUserPool));
    for (const { path } of found) {
      warnAtPool(
        pool,
        'issuerNotSupported',
        `${path} takes tokens of the pool, and works with issuerType ORIGINAL only: it rejects every token. Set issuerType: IssuerType.ORIGINAL, or guard the API with a CognitoHttpApiAuthorizer.`,
      );
    }
  }
}

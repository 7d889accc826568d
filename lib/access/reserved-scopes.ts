import { CfnElement, CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { TemplateIndex } from '../template/template-index';
import { branchesOf, showValue, textOf, Value } from '../template/value';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { POLICY_SCOPE_PREFIX, RESERVED_IDENTIFIER } from './policy';

/**
 * Only policies may grant policy scopes. With a resource server of that name, Cognito itself would grant them, and to
 * machines without calling any hook.
 */
export function checkReserved(index: TemplateIndex, pool: aws_cognito.IUserPoolRef, problems: Problems): void {
  for (const server of index.ofPool(pool, cognito.CfnUserPoolResourceServer.CFN_RESOURCE_TYPE_NAME)) {
    const identifier = server.value('Identifier');
    if (!branchesOf(identifier).some(mayBeReserved)) continue;
    problems.add({
      where: `identifier of ${server.path}`,
      given: showValue(identifier),
      outcome: 'clients could be granted its scopes, which routes treat as those of access policies',
      remedy: `Use another identifier${identifier.kind === 'literal' ? '' : ', as a literal string'}`,
    });
  }
  for (const client of index.ofPool(pool, cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME)) {
    for (const scope of literalScopesIn(client.value('AllowedOAuthScopes')).filter(isReserved)) {
      problems.add({
        where: `allowedOAuthScopes of ${client.path}`,
        given: `a list that contains ${show(scope)}`,
        outcome: 'only the hook of the pool adds the scopes of access policies to tokens',
        remedy: 'Remove the scope: the hook adds it for every caller who satisfies the policy',
      });
    }
  }
}

/** The scopes that are known, in any branch of a condition. Cognito grants none that no resource server has. */
function literalScopesIn(scopes: Value): string[] {
  const all = branchesOf(scopes).flatMap((branch) => (branch.kind === 'list' ? branch.items : []));
  return [...new Set(all.flatMap(branchesOf).flatMap((scope) => textOf(scope) ?? []))];
}

const isReserved = (scope: string) => scope.startsWith(POLICY_SCOPE_PREFIX);

/** Attributes that AWS generates, or that are addresses, which the reserved identifier is not. */
const GENERATED = /(?:Arn|Dns|DNSName|Domain|DomainName|Endpoint|Id|Url)$/;
const WITH_GENERATED_REF = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  'AWS::Cognito::UserPool',
  'AWS::Route53::HostedZone',
];

/** Whether the app can choose what a reference becomes at the deployment. */
function isChosen(target: IConstruct, attribute: string): boolean {
  if (!CfnElement.isCfnElement(target)) return false;
  if (!CfnResource.isCfnResource(target)) return true;
  return attribute === 'Ref' ? !WITH_GENERATED_REF.includes(target.cfnResourceType) : !GENERATED.test(attribute);
}

/** Whether an identifier is, or may be at deployment, the reserved one. */
function mayBeReserved(identifier: Value): boolean {
  const text = textOf(identifier);
  if (text !== undefined) return isReserved(`${text}/`);
  const isJoined = identifier.kind === 'unknown' && identifier.name === 'Fn::Join';
  const [first = identifier] = isJoined ? identifier.operands : [];
  if (first.kind === 'reference') return isChosen(first.target, first.attribute);
  const start = textOf(first);
  return start === undefined || RESERVED_IDENTIFIER.startsWith(start) || isReserved(start);
}

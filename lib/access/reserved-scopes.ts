import { CfnElement, CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { Fragment, TemplateIndex } from '../template/template-index';
import { branchesOf, entryOf, mentions, showValue, textOf, Value } from '../template/value';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { POLICY_SCOPE_PREFIX, RESERVED_IDENTIFIER } from './policy';

/**
 * Only policies may grant policy scopes. With a resource server of that name, Cognito itself would grant them, and to
 * machines without calling any hook.
 */
export function checkReserved(index: TemplateIndex, pool: aws_cognito.IUserPoolRef, problems: Problems): void {
  const serverType = cognito.CfnUserPoolResourceServer.CFN_RESOURCE_TYPE_NAME;
  for (const { path, value: identifier } of valuesIn(index, pool, serverType, 'Identifier')) {
    if (!branchesOf(identifier).some(mayBeReserved)) continue;
    problems.add({
      where: `identifier of ${path}`,
      given: showValue(identifier),
      outcome: 'clients could be granted its scopes, which routes treat as those of access policies',
      remedy: `Use another identifier${identifier.kind === 'literal' ? '' : ', as a literal string'}`,
    });
  }
  const clientType = cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME;
  for (const { path, value: scopes } of valuesIn(index, pool, clientType, 'AllowedOAuthScopes')) {
    for (const scope of literalScopesIn(scopes).filter(isReserved)) {
      problems.add({
        where: `allowedOAuthScopes of ${path}`,
        given: `a list that contains ${show(scope)}`,
        outcome: 'only the hook of the pool adds the scopes of access policies to tokens',
        remedy: 'Remove the scope: the hook adds it for every caller who satisfies the policy',
      });
    }
  }
}

interface ValueAt {
  readonly path: string;
  readonly value: Value;
}

/** A property of the resources of a type that a pool has, those of templates without constructs included. */
function valuesIn(index: TemplateIndex, pool: aws_cognito.IUserPoolRef, type: string, property: string): ValueAt[] {
  const id = index.valueOf(pool, pool.userPoolRef.userPoolId);
  const isOfPool = ({ properties }: Fragment) => mentions(entryOf(properties, 'UserPoolId'), id);
  return [
    ...index.ofPool(pool, type).map((each) => ({ path: each.path, value: each.value(property) })),
    ...index.fragments
      .filter((each) => each.type === type && isOfPool(each))
      .map(({ path, properties }) => ({ path, value: entryOf(properties, property) })),
  ];
}

/** The scopes that are known, in any branch of a condition. Cognito grants none that no resource server has. */
function literalScopesIn(scopes: Value): string[] {
  const all = branchesOf(scopes).flatMap((branch) => (branch.kind === 'list' ? branch.items : []));
  return [...new Set(all.flatMap(branchesOf).flatMap((scope) => textOf(scope) ?? []))];
}

const isReserved = (scope: string) => scope.startsWith(POLICY_SCOPE_PREFIX);

/** Attributes of AWS services that these generate, or that are addresses, which the reserved identifier is not. */
const GENERATED = /(?:Arn|Dns|DNSName|Domain|DomainName|Endpoint|Id|Url)$/;
const WITH_GENERATED_REF = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  'AWS::Cognito::UserPool',
  'AWS::Route53::HostedZone',
];

/** Whether a template or a function decides what the attributes of a resource are, as with outputs. */
const isProgrammed = (type: string, attribute: string) =>
  attribute.startsWith('Outputs.') || !type.startsWith('AWS::') || type.startsWith('AWS::CloudFormation::');

/** Whether the app can choose what a reference becomes at the deployment. */
function isChosen(target: IConstruct, attribute: string): boolean {
  if (!CfnElement.isCfnElement(target)) return false;
  if (!CfnResource.isCfnResource(target)) return true;
  const { cfnResourceType: type } = target;
  if (attribute === 'Ref') return !WITH_GENERATED_REF.includes(type);
  return isProgrammed(type, attribute) || !GENERATED.test(attribute);
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

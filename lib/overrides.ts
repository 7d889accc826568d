import { CfnResource, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { resourceOf } from './base/resource-of';
import { Problems } from './checks/problems';

/**
 * Property overrides for the CloudFormation resources that this library creates. Each map assigns values to property
 * paths, as in CloudFormation, such as `{ 'Policies.PasswordPolicy.MinimumLength': 9 }`. The values are not validated.
 * `Aws.NO_VALUE` removes a property. Overrides for a resource that the pool does not have fail synthesis.
 */
export interface UserAuthPoolOverrides {
  /**
   * Properties of the `AWS::Cognito::UserPool`.
   *
   * @default - no overrides
   */
  readonly userPool?: { [path: string]: unknown };

  /**
   * Properties of the `AWS::Cognito::UserPoolClient` of the default app client.
   *
   * @default - no overrides
   */
  readonly client?: { [path: string]: unknown };

  /**
   * Properties of the `AWS::IAM::Role` that Cognito uses to send text messages.
   *
   * @default - no overrides
   */
  readonly smsRole?: { [path: string]: unknown };

  /**
   * Properties of the `AWS::Cognito::UserPoolRiskConfigurationAttachment`.
   *
   * @default - no overrides
   */
  readonly riskConfiguration?: { [path: string]: unknown };

  /**
   * Properties of the `AWS::Cognito::LogDeliveryConfiguration`.
   *
   * @default - no overrides
   */
  readonly logDelivery?: { [path: string]: unknown };

  /**
   * Properties of the `AWS::WAFv2::WebACLAssociation`.
   *
   * @default - no overrides
   */
  readonly webAclAssociation?: { [path: string]: unknown };

  /**
   * Properties of the `AWS::Cognito::UserPoolDomain`.
   *
   * @default - no overrides
   */
  readonly hostedUiDomain?: { [path: string]: unknown };
}

/** @internal */
export interface OverrideProps {
  /**
   * Property overrides for the CloudFormation resources that this library creates.
   *
   * @default - no overrides
   */
  readonly overrides?: UserAuthPoolOverrides;
}

/** `made` says which of the resources a pool with these props has. */
export function checkOverrides(
  { overrides = {} }: OverrideProps,
  made: Readonly<Record<keyof UserAuthPoolOverrides, boolean>>,
  problems: Problems,
): void {
  for (const [name, properties] of Object.entries(overrides)) {
    if (!properties || made[name as keyof UserAuthPoolOverrides]) continue;
    problems.add({
      where: `overrides.${name}`,
      given: 'set',
      outcome: 'the pool does not create that resource',
      remedy: `Set the prop that creates it, or omit overrides.${name}`,
    });
  }
}

export function applyOverrides(
  resources: Record<keyof UserAuthPoolOverrides, Construct | undefined>,
  { overrides = {} }: OverrideProps,
): void {
  for (const [name, properties] of Object.entries(overrides) as [keyof UserAuthPoolOverrides, object | undefined][]) {
    const construct = resources[name];
    const resource = construct && resourceOf(construct, CfnResource);
    if (!resource) continue;
    for (const [path, value] of Object.entries(properties ?? {})) {
      resource.addPropertyOverride(path, isNoValue(resource, value) ? undefined : value);
    }
  }
}

/** Python passes no `undefined`, with which TypeScript removes a property. */
function isNoValue(resource: CfnResource, value: unknown): boolean {
  const resolved = Token.isUnresolved(value) ? (resource.stack.resolve(value) as unknown) : undefined;
  return JSON.stringify(resolved) === JSON.stringify({ Ref: 'AWS::NoValue' });
}

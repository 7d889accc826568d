import * as cognito from 'aws-cdk-lib/aws-cognito';

/** A type of resource that belongs to a pool. */
export interface BelongingType {
  readonly type: string;
  /** The property that has the name of a resource. */
  readonly nameProperty: string;
  /** The properties whose change makes CloudFormation replace the resource. */
  readonly createOnly: readonly string[];
}

export const CLIENT: BelongingType = {
  type: cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME,
  nameProperty: 'ClientName',
  createOnly: ['GenerateSecret', 'UserPoolId'],
};

export const DOMAIN: BelongingType = {
  type: cognito.CfnUserPoolDomain.CFN_RESOURCE_TYPE_NAME,
  nameProperty: 'Domain',
  createOnly: ['Domain', 'UserPoolId'],
};

export const GROUP: BelongingType = {
  type: cognito.CfnUserPoolGroup.CFN_RESOURCE_TYPE_NAME,
  nameProperty: 'GroupName',
  createOnly: ['GroupName', 'UserPoolId'],
};

export const IDENTITY_PROVIDER: BelongingType = {
  type: cognito.CfnUserPoolIdentityProvider.CFN_RESOURCE_TYPE_NAME,
  nameProperty: 'ProviderName',
  createOnly: ['ProviderName', 'ProviderType', 'UserPoolId'],
};

export const RESOURCE_SERVER: BelongingType = {
  type: cognito.CfnUserPoolResourceServer.CFN_RESOURCE_TYPE_NAME,
  nameProperty: 'Identifier',
  createOnly: ['Identifier', 'UserPoolId'],
};

/**
 * The types of which losing a resource does harm.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Cognito.html
 */
export const BELONGING_TYPES = [CLIENT, DOMAIN, GROUP, IDENTITY_PROVIDER, RESOURCE_SERVER] as const;

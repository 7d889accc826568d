import { CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { HostedUi, IdentityProvider, SamlMetadata, UserAuthPool } from '../../lib';
import { BELONGING_TYPES } from '../../lib/lock/belonging-types';
import { newStack } from '../support/synth';

const CLASSES = [
  cognito.CfnUserPoolClient,
  cognito.CfnUserPoolDomain,
  cognito.CfnUserPoolGroup,
  cognito.CfnUserPoolIdentityProvider,
  cognito.CfnUserPoolResourceServer,
];

it('are those of the resources that a pool makes, with properties that they have', () => {
  const stack = newStack('S');
  const metadata = SamlMetadata.fromUrl('https://acme.example.com/metadata');
  const pool = new UserAuthPool(stack, 'Pool', {
    hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'shop' }),
    identityProviders: [IdentityProvider.saml('Acme', { metadata })],
    client: { callbackUrls: ['https://app.example.com'], userPoolClientName: 'web' },
  });
  pool.addGroup('admins');
  pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
  expect(BELONGING_TYPES.map(({ type }) => type)).toEqual(CLASSES.map((each) => each.CFN_RESOURCE_TYPE_NAME));
  for (const { type, nameProperty } of BELONGING_TYPES) {
    const [found] = stack.node
      .findAll()
      .filter((each) => CfnResource.isCfnResource(each) && each.cfnResourceType === type);
    const template = stack.resolve((found as CfnResource)._toCloudFormation()) as { Resources: object };
    const [{ Properties: properties }] = Object.values(template.Resources) as [{ Properties: object }];
    expect(properties).toHaveProperty(nameProperty);
    expect(properties).toHaveProperty('UserPoolId');
  }
});

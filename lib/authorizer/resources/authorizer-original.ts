import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Original } from '../../template/original';

/** What may not change in an authorizer that was created with certain properties. Nothing depends on its name. */
export const originalOf = (authorizer: apigwv2.HttpAuthorizer, given: Partial<apigwv2.CfnAuthorizerProps>) =>
  new Original(authorizer.node.defaultChild as apigwv2.CfnAuthorizer, {
    given: { ...given },
    mayChange: (name) => name === 'Name',
  });

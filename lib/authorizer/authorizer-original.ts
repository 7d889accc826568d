import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { LibraryFunction } from '../access/library-function';
import { Original } from '../template/original';

/** What guards routes, and may not change: an authorizer, a permission, or a function of this library. */
export type GuardOriginal = Original | LibraryFunction;

/** What a change of an authorizer, its function or its permission means, as part of a message. */
export const AUTHORIZER_CHANGED = 'the authorizer may let in callers whom a route rejects, or nobody';

/** What may not change in an authorizer that was created with certain properties. Nothing depends on its name. */
export const originalOf = (authorizer: apigwv2.HttpAuthorizer, given: Partial<apigwv2.CfnAuthorizerProps>) =>
  new Original(authorizer.node.defaultChild as apigwv2.CfnAuthorizer, {
    given: { ...given },
    mayChange: (name) => name === 'Name',
  });

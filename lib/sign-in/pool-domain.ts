import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { TemplateIndex } from '../template/template-index';

/** Whether the pool has a domain, however it was created. */
export function hasDomain(index: TemplateIndex, pool: aws_cognito.IUserPoolRef): boolean {
  return index.ofPool(pool, cognito.CfnUserPoolDomain.CFN_RESOURCE_TYPE_NAME).length > 0;
}

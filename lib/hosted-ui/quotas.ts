import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Problems } from '../checks/problems';
import { TemplateIndex } from '../template/template-index';

/**
 * Quotas that AWS does not raise: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#resource-quotas
 */
const QUOTAS = [
  {
    type: cognito.CfnManagedLoginBranding.CFN_RESOURCE_TYPE_NAME,
    name: 'styles of managed login',
    max: 20,
    reason: 'each client with callbackUrls has one',
    remedy: 'Let applications share a client, or use Branding.classic() in hostedUi',
  },
  {
    type: cognito.CfnTerms.CFN_RESOURCE_TYPE_NAME,
    name: 'terms documents',
    max: 40,
    reason: 'each client with terms has two',
    remedy: 'Let applications share a client, or omit terms from the branding of some',
  },
];

/** Checks what a pool has for the pages of its clients, whatever created it. */
export function checkQuotas(index: TemplateIndex, userPool: aws_cognito.IUserPoolRef, problems: Problems): void {
  for (const { type, name, max, reason, remedy } of QUOTAS) {
    const count = index.ofPool(userPool, type).filter(({ isConditional }) => !isConditional).length;
    if (count <= max) continue;
    problems.add({
      where: `The number of ${name} in the pool`,
      given: String(count),
      outcome: `${reason}, and Cognito accepts at most ${max} in a pool, which AWS does not raise`,
      remedy,
    });
  }
}

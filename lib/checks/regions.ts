import { Stack } from 'aws-cdk-lib';
import { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { Problems } from './problems';
import { isKnown, show } from './values';

/**
 * Cognito accepts only functions and keys in the region of the pool. A region known only at deployment is not checked.
 */
export function checkRegionOf(
  pool: IConstruct,
  problems: Problems,
  where: string,
  resource: IConstruct & IEnvironmentAware,
): void {
  const [{ region }, { region: wanted }] = [resource.env, Stack.of(pool)];
  if (!isKnown(region) || !isKnown(wanted) || region === wanted) return;
  problems.add({
    where,
    given: `${resource.node.path}, which is in ${show(region)}`,
    outcome: `the pool is in ${show(wanted)}, and Cognito rejects resources in other regions`,
    remedy: `Use one in ${wanted}`,
  });
}

/** Whether a region is one of AWS GovCloud (US), as far as it is known. */
export const isGovCloud = (region: string): boolean => isKnown(region) && region.startsWith('us-gov-');

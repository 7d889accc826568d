import { CfnElement, CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { waitAtSynthesis } from '../template/synthesis';
import { TemplateIndex } from '../template/template-index';
import { entryOf, textOf, Value } from '../template/value';

/**
 * Has a custom domain wait for the A record of its parent domain, where the same stack creates it. Without that record,
 * Cognito rejects the domain:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
 */
export function waitForParentRecord(domain: cognito.CfnUserPoolDomain, domainName: string): void {
  const parent = domainName.split('.').slice(1).join('.');
  waitAtSynthesis(domain, (index) => recordsOf(index, parent).filter((record) => canWait(index, domain, record)));
}

function recordsOf(index: TemplateIndex, name: string): CfnResource[] {
  const alone = index.ofType(route53.CfnRecordSet.CFN_RESOURCE_TYPE_NAME).filter((record) => {
    return isRecord(name, record.value('Name'), record.value('Type'));
  });
  const grouped = index.ofType(route53.CfnRecordSetGroup.CFN_RESOURCE_TYPE_NAME).filter((group) => {
    const records = group.value('RecordSets');
    const items = records.kind === 'list' ? records.items : [];
    return items.some((each) => isRecord(name, entryOf(each, 'Name'), entryOf(each, 'Type')));
  });
  return [...alone, ...grouped].map(({ cfnResource }) => cfnResource);
}

const isRecord = (wanted: string, name: Value, type: Value) =>
  textOf(name)?.toLowerCase().replace(/\.$/, '') === wanted && textOf(type) === 'A';

/** A record that itself waits for the domain can only be created after it. */
const canWait = (index: TemplateIndex, domain: CfnElement, record: CfnElement) =>
  record.stack === domain.stack && !index.allDependenciesOf(record).has(domain);

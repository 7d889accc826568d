import * as cognito from 'aws-cdk-lib/aws-cognito';
import { attributesOf } from '../sign-in/pool-attributes';
import { NOT_WRITABLE, STANDARD_NAMES } from '../sign-in/standard-attribute';
import { TemplateIndex } from '../template/template-index';

/** The names of the attributes that users of a pool can have, as far as they are known. */
export function attributeNamesOf(index: TemplateIndex, pool: cognito.CfnUserPool | undefined): string[] {
  const custom = pool && attributesOf(index, pool).custom;
  return [...(custom ?? []), ...STANDARD_NAMES, ...NOT_WRITABLE];
}

import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { isGovCloud } from '../checks/regions';
import { isKnown } from '../checks/values';
import { TemplateIndex } from '../template/template-index';
import { textOf } from '../template/value';
import { DOMAIN } from './belonging-types';
import { Json } from './content';
import { ANY, mayBeSame } from './identity';

/** Whether users of the pool can have passkeys. */
export const hasPasskeys = (index: TemplateIndex, pool: cognito.CfnUserPool): boolean =>
  index.resource(pool).properties.WebAuthnUserVerification !== undefined;

/**
 * The domain that passkeys belong to: by default, that of the pool, and the custom one if there are two. Undefined if
 * it is not known, or nobody can have passkeys.
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnConfigurationType.html
 */
export function relyingPartyOf(index: TemplateIndex, pool: cognito.CfnUserPool): Json | undefined {
  const { WebAuthnRelyingPartyID: id } = index.resource(pool).properties;
  if (id !== undefined) return id as Json;
  if (!hasPasskeys(index, pool)) return undefined;
  const domains = index.ofPool(pool, DOMAIN.type);
  const custom = domains.find(({ properties }) => properties.CustomDomainConfig !== undefined);
  const [domain] = custom ? [custom] : domains;
  if (!domain) return undefined;
  const name = textOf(domain.value(DOMAIN.nameProperty));
  return custom ? name : prefixDomain(name, pool.stack);
}

function prefixDomain(prefix = ANY, { region }: Stack): string {
  const [host, place] = !isKnown(region) ? [ANY, ANY] : [isGovCloud(region) ? 'auth-fips' : 'auth', region];
  return `${prefix}.${host}.${place}.amazoncognito.com`;
}

/** Whether two relying parties may be the same, as far as they are known. */
export function mayBeSameRelyingParty(one: Json | undefined, other: Json | undefined): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  const [parts, others] = [one.split('.'), other.split('.')];
  return parts.length === others.length && parts.every((part, index) => mayBeSame(part, others[index]));
}

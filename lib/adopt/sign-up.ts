import { Problems } from '../checks/problems';
import { SignInProps } from '../sign-in/sign-in';
import { asBoolean } from '../template/scalars';
import { Deployed, isLiteralObject, Properties } from './deployed';

/** Reports that anyone could sign up where nobody could, unless the props say so: that is a default only here. */
export function checkSignUp(
  { source, properties }: Deployed,
  now: Properties = {},
  { allowOnlyAdminsToCreateAccount: isSaid }: SignInProps,
  problems: Problems,
): void {
  if (isSaid !== undefined || !isInviteOnly(properties) || isInviteOnly(now)) return;
  problems.add({
    where: 'allowOnlyAdminsToCreateAccount',
    given: `missing, and AllowAdminCreateUserOnly is true in ${source}`,
    outcome: 'the pool is for users who were invited, and after the deployment, Cognito would let anyone sign up',
    remedy:
      'Write allowOnlyAdminsToCreateAccount: true; or, to let anyone sign up, write allowOnlyAdminsToCreateAccount: false',
  });
}

const isInviteOnly = ({ AdminCreateUserConfig: config }: Properties) =>
  isLiteralObject(config) && asBoolean(config.AllowAdminCreateUserOnly) === true;

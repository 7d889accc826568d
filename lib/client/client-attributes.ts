import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';

/** @internal */
export interface ClientAttributeProps {
  /**
   * Which attributes of a user the application may read. None of them is an error at synth.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
   * @default - all of them
   */
  readonly readAttributes?: cognito.ClientAttributes;

  /**
   * Which attributes of a user the application may write, on the user's behalf too: by their own token, users can set each of these to whatever they like. Those that the client's identity providers fill are
   * added by themselves, since Cognito refuses a sign-in that can't write them; `email_verified` and `phone_number_verified`, which no application may write, are left out. If none is left, it is an error at synth.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
   * @default - all of them
   */
  readonly writeAttributes?: cognito.ClientAttributes;
}

/** Only Cognito itself and administrators say what is verified. */
const NOT_WRITABLE = ['email_verified', 'phone_number_verified', 'username'];

const writable = (names: string[]) => [...new Set(names)].filter((name) => !NOT_WRITABLE.includes(name)).sort();

/** `mapped` has what the identity providers of the client fill. To be asked at synth, when all of them are there. */
export function checkClientAttributes(
  { readAttributes, writeAttributes }: ClientAttributeProps,
  mapped: string[],
  problems: Problems,
): void {
  const lists = {
    readAttributes: readAttributes?.attributes(),
    writeAttributes: writeAttributes && writable([...writeAttributes.attributes(), ...mapped]),
  };
  for (const [where, names] of Object.entries(lists)) {
    if (names?.length !== 0) continue;
    problems.add({
      where,
      given: where === 'readAttributes' ? 'empty' : 'empty, or has only what no application may write',
      outcome: 'Cognito takes an empty list for no list, and opens all attributes to the application',
      remedy: 'Name one attribute at least, such as locale',
    });
  }
}

export function refineClientAttributes(
  client: cognito.CfnUserPoolClient,
  { readAttributes, writeAttributes }: ClientAttributeProps,
  mapped: () => string[],
): void {
  client.readAttributes = readAttributes?.attributes();
  if (!writeAttributes) return;
  client.writeAttributes = Lazy.list({ produce: () => writable([...writeAttributes.attributes(), ...mapped()]) });
}

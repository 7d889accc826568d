import { CfnParameter } from 'aws-cdk-lib';
import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { MfaStatus, MfaType } from '../../lib';
import { newStack } from '../support/synth';
import { make, reject, render } from './mfa-support';

const { ON, OPTIONAL } = MfaStatus;
const { SMS, SOFTWARE_TOKEN, EMAIL_OTP } = MfaType;
const EMAIL_CODE = { passwordless: { emailCode: true } };

it.each([[SOFTWARE_TOKEN], [EMAIL_OTP]])('texts are those of the user, with the type %s', (type) => {
  const texts = { emailMessage: 'Email {####}', emailSubject: 'Your code' };
  expect(render({ enabledTypes: [type], ...texts })).toMatchObject({
    EmailAuthenticationMessage: 'Email {####}',
    EmailAuthenticationSubject: 'Your code',
  });
});

describe('what Cognito rejects', () => {
  it.each([ON, OPTIONAL])('EMAIL_OTP without Amazon SES, with status %s', (status) => {
    expect(reject({ status, enabledTypes: [SOFTWARE_TOKEN, EMAIL_OTP] }, {}, false)).toBe(
      'S/Pool has 1 problem:\n  1. mfaConfiguration.enabledTypes is ["SOFTWARE_TOKEN","EMAIL_OTP"], without emailConfiguration.sesIdentity: ' +
        'Cognito sends codes for MFA only through Amazon SES and rejects the pool. ' +
        'Give a verified identity in emailConfiguration.sesIdentity, or omit MfaType.EMAIL_OTP.',
    );
  });

  it.each([{}, EMAIL_CODE])('texts of emails without Amazon SES, with %j', (props) => {
    const texts = { emailMessage: '{####}', emailSubject: 'Code' };
    const problem = (text: string) =>
      `mfaConfiguration.${text} is set, without emailConfiguration.sesIdentity: Cognito accepts a text for codes by email only on a pool that sends through Amazon SES, and would reject the pool. ` +
      `Give a verified identity in emailConfiguration.sesIdentity, or omit ${text}.`;
    expect(reject(texts, props, false)).toBe(
      `S/Pool has 2 problems:\n  1. ${problem('emailMessage')}\n  2. ${problem('emailSubject')}`,
    );
    expect(() => render(texts, props)).not.toThrow();
    // The type is reported, and no text of it.
    expect(reject({ enabledTypes: [EMAIL_OTP], ...texts }, props, false)).toContain('S/Pool has 1 problem:');
    const text = new CfnParameter(newStack(), 'Text').valueAsString;
    expect(() => make({ emailMessage: text }, props, false)).not.toThrow();
  });

  it('texts of emails on the Lite plan', () => {
    expect(reject({ emailSubject: 'Code' }, { featurePlan: FeaturePlan.LITE })).toContain(
      'mfaConfiguration.emailSubject is set, with featurePlan "LITE": it requires the ESSENTIALS plan or higher',
    );
  });

  it('EMAIL_OTP on the Lite plan, and on no other', () => {
    const configuration = { enabledTypes: [EMAIL_OTP] };
    expect(reject(configuration, { featurePlan: FeaturePlan.LITE })).toBe(
      'S/Pool has 1 problem:\n  1. MfaType.EMAIL_OTP in mfaConfiguration.enabledTypes is set, with featurePlan "LITE": ' +
        'it requires the ESSENTIALS plan or higher, and Cognito rejects the pool. ' +
        'Set featurePlan to FeaturePlan.ESSENTIALS, or remove MfaType.EMAIL_OTP in mfaConfiguration.enabledTypes.',
    );
    for (const featurePlan of [undefined, FeaturePlan.ESSENTIALS, FeaturePlan.PLUS]) {
      expect(() => render(configuration, { featurePlan })).not.toThrow();
    }
    expect(() => render({ enabledTypes: [SMS] }, { featurePlan: FeaturePlan.LITE })).not.toThrow();
  });

  it('texts of emails without Amazon SES, also on a pool that names no type', () => {
    expect(reject({ enabledTypes: [], emailSubject: 'Code' }, {}, false)).toMatch(
      /2 problems:\n.+ mfaConfiguration\.enabledTypes is empty.+\n.+ mfaConfiguration\.emailSubject is set, without/,
    );
  });
});

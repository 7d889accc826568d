import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { Branding, HostedUi, UserAuthPool } from '../../lib';
import { refusalOf } from '../support/policies';
import { newStack, templateOf } from '../support/synth';

describe('styles and documents', () => {
  const stackWith = (count: number, branding = Branding.managedLogin(), change?: (stack: Stack) => void) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', {
      hostedUi: HostedUi.cognitoDomain({ branding }),
      defaultClient: false,
    });
    for (let n = 0; n < count; n++) pool.addClient(`Client${n}`, { callbackUrls: ['https://example.com/'] });
    change?.(stack);
    return stack;
  };
  const document = { url: 'https://example.com/' };
  const terms = { termsOfUse: document, privacyPolicy: document };

  it('are as many as Cognito accepts', () => {
    expect(() => templateOf(stackWith(20, Branding.managedLogin({ terms })))).not.toThrow();
    expect(() => templateOf(stackWith(21, Branding.classic({ css: '.label-customizable { }' })))).not.toThrow();
  });

  it('are too many for more than 20 clients', () => {
    expect(refusalOf(stackWith(21, Branding.managedLogin({ terms })))).toContain(
      'The number of styles of managed login in the pool is 21: each client with callbackUrls has one, and Cognito accepts at most 20 in a pool, which AWS does not raise. ' +
        'Let applications share a client, or use Branding.classic() in hostedUi.',
    );
    expect(refusalOf(stackWith(21, Branding.managedLogin({ terms })))).toContain(
      'The number of terms documents in the pool is 42: each client with terms has two, and Cognito accepts at most 40 in a pool, which AWS does not raise. ' +
        'Let applications share a client, or omit terms from the branding of some.',
    );
  });

  it('are not counted where a condition may leave them out', () => {
    const onlyOneHere = (stack: Stack) => {
      const isHere = new CfnCondition(stack, 'Here', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
      const style = stack.node.findAll().find((each) => each instanceof cognito.CfnManagedLoginBranding);
      style!.cfnOptions.condition = isHere;
    };
    expect(() => templateOf(stackWith(21, undefined, onlyOneHere))).not.toThrow();
  });
});

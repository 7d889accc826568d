import { AttributeSchema, UserAuthPool } from '../../lib';
import { messageOf, newStack, only, templateOf } from '../support/synth';

const make = (...schema: AttributeSchema[]) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', { schema });
  return stack;
};

/** The attributes in the template of a pool. */
export const render = (...schema: AttributeSchema[]) =>
  only(templateOf(make(...schema)), 'AWS::Cognito::UserPool').properties.Schema;

/** The error of a pool with attributes that are rejected. */
export const reject = (...schema: AttributeSchema[]) => messageOf(() => make(...schema));

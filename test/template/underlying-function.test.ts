import * as lambda from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { underlying } from '../../lib/template/underlying-function';
import { newFunction, newStack } from '../support/synth';

it('is the function of a version, and of an alias of a version', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  const version = fn.currentVersion;
  const alias = new lambda.Alias(stack, 'Alias', { aliasName: 'live', version });
  const imported = lambda.Function.fromFunctionName(stack, 'Imported', 'f');
  expect([fn, version, alias, imported].map(underlying)).toEqual([fn, fn, fn, imported]);
});

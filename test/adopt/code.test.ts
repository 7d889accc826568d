import { Fn, Stack, Token } from 'aws-cdk-lib';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { codeOf } from '../../lib/adopt/code';
import { newApp } from '../support/synth';

it.each<[unknown, string]>([
  ['a "b"', '"a \\"b\\""'],
  ['', '""'],
  [{ Ref: 'Env' }, 'Fn.ref("Env")'],
  [{ 'Fn::Sub': '${Env}-admins' }, 'Fn.sub("${Env}-admins")'],
  [{ 'Fn::Join': ['-', ['shop', { Ref: 'Env' }]] }, 'Fn.join("-", ["shop", Fn.ref("Env")])'],
  // What the CDK would join itself.
  [{ 'Fn::Join': ['', ['a', 'b', { Ref: 'Env' }]] }, 'Token.asString({"Fn::Join":["",["a","b",{"Ref":"Env"}]]})'],
  [
    { 'Fn::Join': ['', ['a', { 'Fn::Join': ['', [{ Ref: 'Env' }, 'b']] }]] },
    'Token.asString({"Fn::Join":["",["a",{"Fn::Join":["",[{"Ref":"Env"},"b"]]}]]})',
  ],
  [{ 'Fn::Join': ['', { Ref: 'List' }] }, 'Token.asString({"Fn::Join":["",{"Ref":"List"}]})'],
  [{ 'Fn::Join': ['', [{ Ref: 'Env' }]] }, 'Token.asString({"Fn::Join":["",[{"Ref":"Env"}]]})'],
  [{ 'Fn::Sub': ['${A}', { A: { Ref: 'Env' } }] }, 'Token.asString({"Fn::Sub":["${A}",{"A":{"Ref":"Env"}}]})'],
  [{ 'Fn::ImportValue': 'name' }, 'Token.asString({"Fn::ImportValue":"name"})'],
])('the code of %j is %s, and comes to the same', (value, code) => {
  expect(codeOf(value)).toBe(code);
  expect(new Stack(newApp()).resolve(runInNewContext(code, { Fn, Token }))).toEqual(value);
});

it('a number is a text where a prop takes one', () => {
  expect(codeOf(2024)).toBe('"2024"');
});

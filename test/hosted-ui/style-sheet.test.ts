import { Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { checkStyleSheet, foreignClassesOf } from '../../lib/hosted-ui/style-sheet';
import { newStack } from '../support/synth';

const problemsOf = (css: string | undefined) => {
  const problems = new Problems(newStack());
  checkStyleSheet(problems, 'css', css);
  return problems.messages();
};
const STYLE = '.submitButton-customizable:hover { color: #fff; }';
const UNKNOWN = Lazy.string({ produce: () => '@media' });

describe('a style sheet', () => {
  it.each([undefined, STYLE, `${STYLE} /* @media */`, '@font-face { }', '.a { color: red } /* @import', UNKNOWN])(
    'may be %j',
    (css) => {
      expect(problemsOf(css)).toEqual([]);
    },
  );

  it.each([
    ['@import', '@import "https://example.com/a.css";'],
    ['@supports', `@supports (display: grid) { ${STYLE} }`],
    ['@page', '@page { margin: 0 }'],
    ['@media', `${STYLE}\n@media(max-width:600px){ ${STYLE} }`],
    ['@MEDIA', `/* phones */@MEDIA print { }`],
  ])('may not have %s', (rule, css) => {
    expect(problemsOf(css)).toEqual([
      `css is a style sheet with ${rule}: Cognito accepts no @import, @supports, @page and @media in it, and would reject the branding. ` +
        'Remove it, and style the classes that the developer guide names for all devices alike.',
    ]);
  });
});

describe('the classes that Cognito does not let one style', () => {
  it.each<[string | undefined, string[]]>([
    [undefined, []],
    [UNKNOWN, []],
    [STYLE, []],
    ['.banner-customizable, .logo-customizable { padding: 0.5em .5em }', []],
    ['/* .mine { */ .label-customizable { background: url(logo.png) }', []],
    ['.mine { color: red } .label-customizable { }', ['mine']],
    ['.label-customizable .mine, a.yours:hover { color: red }\n.mine{}', ['mine', 'yours']],
    ['@font-face { } .label-customizable-2 { }', ['label-customizable-2']],
  ])('of %j are %j', (css, classes) => {
    expect(foreignClassesOf(css)).toEqual(classes);
  });
});

it('may have long values', () => {
  const logo = `.logo-customizable { background: url(data:image/png;base64,${'A'.repeat(100_000)}) }`;
  expect(foreignClassesOf(`${logo} .foo, .bar:hover { color: red }`)).toEqual(['foo', 'bar']);
});

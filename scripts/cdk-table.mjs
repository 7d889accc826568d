/*
 * docs/cdk-props.md, for those who come from the CDK's own constructs: each of their props, and what to write here. It
 * is read from the newest aws-cdk-lib and from the table by which errors name the option that was meant.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from './setup.mjs';

/** Where the page is in the repository. */
export const CDK_PAGE = join('docs', 'cdk-props.md');

const MODULES = ['aws_cognito', 'aws_apigatewayv2', 'aws_apigatewayv2_authorizers'];

/** The names of the props of a struct, its own first. */
function propsOf(types, { properties = [], interfaces = [] }) {
  const inherited = interfaces.flatMap((fqn) => (types[fqn] ? propsOf(types, types[fqn]) : []));
  return [...properties.map(({ name }) => name), ...inherited];
}

/** What to write here, in Markdown. */
function nameHere(props, name) {
  const here = props[name];
  if (here === undefined) return 'the same';
  return typeof here === 'string' ? here : `nothing: ${here.none}`;
}

function tableOf(types, [struct, { here, props }]) {
  const fqn = MODULES.map((module) => `aws-cdk-lib.${module}.${struct}`).find((name) => types[name]);
  const rows = propsOf(types, types[fqn]).map((name) => [`\`${name}\``, nameHere(props, name)]);
  const place = here.length > 0 ? `Here, in ${here.map((name) => `\`${name}\``).join(' and ')}:\n\n` : '';
  const table = [['in the CDK', 'here'], ['---', '---'], ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `## ${struct}\n\n${place}${table.join('\n')}\n`;
}

/** The page, with the tables as the compiled library has them. */
export function cdkPage() {
  const { CDK_STRUCTS } = createRequire(import.meta.url)(join(root, 'build', 'checks', 'cdk-names.js'));
  const assembly = gunzipSync(readFileSync(join(root, 'node_modules', 'aws-cdk-lib-latest', '.jsii.gz')));
  const { types } = JSON.parse(assembly.toString());
  const tables = Object.entries(CDK_STRUCTS).map((struct) => tableOf(types, struct));
  const page = readFileSync(join(root, CDK_PAGE), 'utf8');
  return page.replace(
    /(<!-- tables -->\n)[^]*(\n<!-- \/tables -->)/,
    `$1\n${tables.join('\n').replaceAll('$', '$$$$')}$2`,
  );
}

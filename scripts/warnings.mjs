/*
 * docs/warnings.md: every warning and informational message of the library, by the ID by which it is acknowledged, as
 * the code has them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { formatted } from './formatted.mjs';
import { root } from './setup.mjs';

/** The text of each warning, by its ID. What differs from app to app is an ellipsis. */
export function warnings() {
  const lib = join(root, 'lib');
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const found = files.map((file) => {
    const text = readFileSync(join(lib, file), 'utf8');
    return warningsIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  });
  const sharedIn = (ofFile) => ofFile.find(({ id }) => id === GIVEN);
  const isNamed = ({ id }) => id !== GIVEN;
  const elsewhere = sharedIn(found.find((ofFile) => sharedIn(ofFile) && !ofFile.some(isNamed)));
  const named = found.flatMap((ofFile) =>
    ofFile.filter(isNamed).map((each) => {
      const { prefix, text } = each.text ? each : (sharedIn(ofFile) ?? elsewhere);
      return [prefix + each.id, (each.isInfo ? '(informational) ' : '') + textOf(text, each.values)];
    }),
  );
  return new Map(named.sort(([one], [other]) => (one < other ? -1 : 1)));
}

export async function warningsPage() {
  const lists = new Map();
  for (const [id, text] of warnings()) {
    const [construct, name] = id.split('.');
    lists.set(construct, [...(lists.get(construct) ?? []), `- \`${name}\`: ${text}`]);
  }
  const page = `# Warnings

Settings that Cognito or API Gateway accepts but that are likely to cause problems for your users. To [acknowledge](troubleshooting.md#warnings) the warning \`largeToken\` of a \`UserAuthPool\`, use the ID \`cdk-user-auth-pool:UserAuthPool.largeToken\`; the CDK CLI shows it with the prefix \`Annotation::\`, which is not part of the ID. The IDs of warnings of something that the lock file has and the app no longer creates end with its logical ID or key there, such as \`clientRemoved:PoolWeb224A1DFF\`, so that each is acknowledged by itself. Informational messages need no change, and are acknowledged with \`acknowledgeInfo\`.

${[...lists].map(([construct, items]) => `## ${construct}\n\n${items.join('\n')}\n`).join('\n')}`;
  return formatted(join('docs', 'warnings.md'), page);
}

/**
 * The warnings that a file gives, each with its ID, what comes before that, and its text. One whose text is shared has
 * the values of that instead.
 */
function warningsIn(source) {
  const found = [];
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const [, id, text] = node.arguments;
      const name = node.expression.getText();
      const prefix = PREFIXES.get(name);
      const isInfo = name === INFORM;
      if (prefix !== undefined) found.push(...literalsIn(id).map((each) => ({ id: each, prefix, text, isInfo })));
    }
    if (ts.isPropertyAssignment(node) && node.name.getText() === GIVEN) {
      found.push(...literalsIn(node.initializer).map((id) => ({ id, values: valuesIn(node.parent) })));
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

/**
 * The property, and the variable, by which an ID comes to a text that several warnings share: in the same file, or in
 * one that has no ID of its own.
 */
const GIVEN = 'warning';

/** The function that gives informational messages. */
const INFORM = 'informAtPool';

/** What each function puts before the ID that it is given. */
const PREFIXES = new Map([
  ['warnAtPool', 'UserAuthPool.'],
  [INFORM, 'UserAuthPool.'],
  ['warn', ''],
]);

/** The string literals that an expression may be. What follows the colon in an ID differs from resource to resource. */
function literalsIn(node) {
  if (ts.isTemplateExpression(node)) {
    const [{ expression, literal }] = node.templateSpans;
    if (node.head.text.endsWith(':')) return [node.head.text.slice(0, -1)];
    return node.head.text === '' && literal.text === ':' ? literalsIn(expression) : [];
  }
  if (ts.isStringLiteral(node) || (ts.isIdentifier(node) && node.text === GIVEN)) return [node.text];
  return ts.isConditionalExpression(node) ? [node.whenTrue, node.whenFalse].flatMap(literalsIn) : [];
}

/** The strings of an object, by name. */
function valuesIn({ properties = [] }) {
  const literal = properties.filter(
    (each) => ts.isPropertyAssignment(each) && ts.isStringLiteralLike(each.initializer),
  );
  return new Map(literal.map(({ name, initializer }) => [name.getText(), initializer.text]));
}

/** @param values what variables in the text stand for, as far as that is known */
function textOf(node, values = new Map()) {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (ts.isIdentifier(name) && values.has(name.text)) return values.get(name.text);
  if (ts.isStringLiteralLike(node)) return node.text.replace(/\s+/g, ' ');
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression, values);
  if (ts.isBinaryExpression(node)) return textOf(node.left, values) + textOf(node.right, values);
  if (ts.isConditionalExpression(node)) {
    return [...new Set([textOf(node.whenTrue, values), textOf(node.whenFalse, values)])].filter(Boolean).join(' / ');
  }
  if (!ts.isTemplateExpression(node)) return '…';
  const spans = node.templateSpans.map(({ expression, literal }) => textOf(expression, values) + literal.text);
  return (node.head.text + spans.join('')).replace(/\s+/g, ' ').replace(/…+/g, '…');
}

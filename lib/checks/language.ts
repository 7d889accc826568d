import { snakeCase } from '../base/snake-case';
import { STRUCTS } from './structs';

/**
 * A text about the code of a user, with names and code as the language of the app writes them: in Python, props and
 * methods are in snake case, and objects are keyword arguments. What is in quotes is a value, and so may be any word
 * that is not such a name.
 */
export function inLanguageOfApp(text: string): string {
  // The runtimes of jsii say which of them started Node.js.
  if (!process.env.JSII_AGENT?.startsWith('Python/')) return text;
  return valuesApart(text, codeInPython)
    .split(/("(?:[^"\\]|\\.)*"|(?<!\w)'[^'\n]*'(?!\w)|custom:[\w.]+)/)
    .map((part, index) => (index % 2 === 1 ? part : namesInPython(part)))
    .join('');
}

/** Changes a text except for the values in double quotes, which may be in the middle of code. */
function valuesApart(text: string, change: (text: string) => string): string {
  const values: string[] = [];
  const masked = text.replace(/"(?:[^"\\]|\\.)*"/g, (value) => `"${values.push(value) - 1}"`);
  // A number in quotes stands for a value, since the change adds none.
  return change(masked).replace(/"(\d+)"/g, (_, index: string) => values[Number(index)] ?? '');
}

const namesInPython = (text: string) =>
  text
    .replace(/(?<![\w/:{$-]|\$context\.)[a-z]+\d*(?:[A-Z]+[a-z\d]*)+(?![\w/}-])/g, (name, place: number) =>
      isMember(text, name, place) ? snakeCase(name) : name,
    )
    .replace(/\b(?:true|false)\b/g, (value) => (value === 'true' ? 'True' : 'False'));

/** The code in a remedy as Python, except for the names in it, which `namesInPython` changes. */
const codeInPython = (text: string) =>
  objectsInPython(text)
    .replace(/\bnew (?=(?:[a-z]\w*\.)?[A-Z]\w*\()/g, '')
    .replace(/\bconst (?=\w+ = )/g, '')
    .replace(/\);(?=\n|$)/g, ')')
    .replace(/\(this\b/g, '(self')
    .replace(/(?<=\w)\?\.(?=\w)/g, '.')
    .replace(/(?<=\w) as Cfn\w+(?=\))/g, '')
    .replace(/(?<![\w.])([a-z]\w*): (?=[A-Z]\w*\.\w+\(|true\b|false\b|\[)/g, (whole, name: string) =>
      isProp(name) || MEMBERS_NAMED_ALONE.includes(name) ? `${name}=` : whole,
    );

/** Stand for the braces of a dictionary until no object is left. */
const BRACES = ['\u0001', '\u0002'] as const;

/** A name in an object: in quotes, if it is one of CloudFormation's with a period. */
const KEY = "(?:[A-Za-z]\\w*|'[^'\\n]*')";

/** The last argument of a call is keyword arguments, an item of a list an object, and any other object a dictionary. */
function objectsInPython(text: string): string {
  const [open, close] = BRACES;
  // Innermost first. JSON has its names in quotes, and is a dictionary as it is. Routes have no spaces.
  const pattern = new RegExp(`\\{(?: (${KEY}(?:: [^{}]*|, [^{}]*)?) \\}(\\)?)|("\\d+":[^{}]*)\\})`);
  const replaced = text.replace(pattern, (_, content: string | undefined, end: string, json: string) => {
    if (content === undefined) return `${open}${json}${close}`;
    const entries = content.split(new RegExp(`, (?=${KEY}(?:: |,|$))`)).map((entry) => {
      const [name = '', ...value] = entry.split(': ');
      return [name, value.join(': ') || name] as const;
    });
    const keywords = entries.map(([name, value]) => `${name}=${value}`).join(', ');
    if (end) return `${keywords})`;
    const struct = structInLists(entries.map(([name]) => name));
    if (struct) return `${struct}(${keywords})`;
    return `${open}${entries.map(([name, value]) => `${keyInPython(name)}: ${value}`).join(', ')}${close}`;
  });
  if (replaced !== text) return objectsInPython(replaced);
  return text.replaceAll(open, '{').replaceAll(close, '}');
}

/** The struct with some props, if lists have it: jsii takes a dictionary for a struct, but not in a list. */
function structInLists(props: readonly string[]): string | undefined {
  const inLists = (struct: string) =>
    Object.values(STRUCTS).some((each) => Object.values(each).includes(`list ${struct}`));
  return Object.keys(STRUCTS).find((struct) => props.every((prop) => prop in STRUCTS[struct]!) && inLists(struct));
}

/** Names of CloudFormation, which are capitalized or in quotes, are the same in each language. */
const keyInPython = (name: string) =>
  name.startsWith("'") ? name : `"${/^[A-Z]/.test(name) ? name : snakeCase(name)}"`;

/** Whether a word is the name of a prop or a method: one that is known, called, or a part of something. */
const isMember = (text: string, name: string, place: number) =>
  text[place - 1] === '.' || text[place + name.length] === '(' || MEMBERS_NAMED_ALONE.includes(name) || isProp(name);

const isProp = (name: string) => Object.values(STRUCTS).some((props) => name in props);

/** Members that texts mention by their name only, and props of the CDK's own constructs. */
const MEMBERS_NAMED_ALONE = [
  ...['addClient', 'addHook', 'addLambdaRoute', 'addServerClient', 'requireOnEveryRoute', 'userPoolClients'],
  ...['addRoutes', 'crossRegionReferences', 'defaultAuthorizer', 'logGroupName', 'sameEnvironment', 'skipPermissions'],
  ...[
    'amplifyOutputs',
    'apiId',
    'authorizationType',
    'authorizerId',
    'httpApiId',
    'sourceArn',
    'stackName',
    'toOutputs',
  ],
];

import { STRUCTS } from './structs';

/**
 * A text about the code of a user, with names as the language of the app writes them: in Python, props and methods are
 * in snake case. What is in quotes is a value, and so may be any word that is not such a name.
 */
export function inLanguageOfApp(text: string): string {
  // The runtimes of jsii say which of them started Node.js.
  if (!process.env.JSII_AGENT?.startsWith('Python/')) return text;
  return text
    .split(/("(?:[^"\\]|\\.)*"|(?<!\w)'[^'\n]*'(?!\w))/)
    .map((part, index) => (index % 2 === 1 ? part : inPython(part)))
    .join('');
}

const inPython = (text: string) =>
  text
    .replace(/(?<![\w/:{$-]|\$context\.)[a-z]+\d*(?:[A-Z]+[a-z\d]*)+(?![\w/}-])/g, (name, place: number) =>
      isMember(text, name, place) ? snakeCase(name) : name,
    )
    .replace(/\b(?:true|false)\b/g, (value) => (value === 'true' ? 'True' : 'False'));

/** Whether a word is the name of a prop or a method: one that is known, called, or a part of something. */
const isMember = (text: string, name: string, place: number) =>
  text[place - 1] === '.' || text[place + name.length] === '(' || OTHERS.includes(name) || isProp(name);

const isProp = (name: string) => Object.values(STRUCTS).some((props) => name in props);

/** Members that texts name alone, and props of the CDK's own constructs. */
const OTHERS = [
  ...['addClient', 'addHook', 'addLambdaRoute', 'addServerClient', 'requireOnEveryRoute', 'userPoolClients'],
  ...['addRoutes', 'crossRegionReferences', 'defaultAuthorizer', 'logGroupName', 'sameEnvironment', 'skipPermissions'],
  'stackName',
];

/** As jsii names members in Python. */
const snakeCase = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z]+)/g, '$1_$2')
    .toLowerCase();

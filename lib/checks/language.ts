/**
 * A text about the code of a user, with names as the language of the app writes them: in Python, props and methods are
 * in snake case. What is in double quotes is a value, and parts of paths and of `$context` are not of this library.
 */
export function inLanguageOfApp(text: string): string {
  // The runtimes of jsii say which of them started Node.js.
  if (!process.env.JSII_AGENT?.startsWith('Python/')) return text;
  return text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) => (index % 2 === 1 ? part : inPython(part)))
    .join('');
}

const inPython = (text: string) =>
  text
    .replace(/(?<![\w/:{$-]|\$context\.)[a-z]+\d*(?:[A-Z]+[a-z\d]*)+(?![\w/}-])/g, (name) =>
      KEYS_OF_SETTINGS.includes(name) ? name : snakeCase(name),
    )
    .replace(/\b(?:true|false)\b/g, (value) => (value === 'true' ? 'True' : 'False'));

/** Keys of JSON that Cognito reads. */
const KEYS_OF_SETTINGS = ['componentClasses'];

/** As jsii names members in Python. */
const snakeCase = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z]+)/g, '$1_$2')
    .toLowerCase();

/** A parameter in the path of a route, such as `{id}` or `{proxy+}`. */
const PARAMETER = /\{([^}+]+)\+?\}/g;

export const parametersOf = (route: string): string[] => [...route.matchAll(PARAMETER)].map(([, name = '']) => name);

/** The path of a route with values in place of its parameters. */
export const withParameters = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replace(PARAMETER, (_, name: string) => values[name] ?? name);

/** A remedy with several ways, each on a line of its own. The message that it is part of ends the last one. */
export const oneRemedyOf = (...ways: readonly string[]): string =>
  `Do one of these:\n${ways.map((way) => `    - ${way}`).join('.\n')}`;

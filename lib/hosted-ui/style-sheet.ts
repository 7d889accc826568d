import { Problems } from '../checks/problems';
import { isKnown } from '../checks/values';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html */
const REJECTED = /@(?:import|supports|page|media)\b/i;

/** Checks a style sheet for the classic pages. */
export function checkStyleSheet(problems: Problems, where: string, css: string | undefined): void {
  if (!isKnown(css)) return;
  if (css.length < 1 || css.length > 131072) {
    problems.add({
      where,
      given: `${css.length} characters long`,
      outcome: 'Cognito accepts only 1 to 131072 characters, and would reject the branding',
      remedy: css.length > 131072 ? 'Shorten it' : 'Give a style sheet, or omit it for the style of Cognito',
    });
  }
  const rule = REJECTED.exec(withoutComments(css))?.[0];
  if (rule === undefined) return;
  problems.add({
    where,
    given: `a style sheet with ${rule}`,
    outcome: 'Cognito accepts no @import, @supports, @page and @media in it, and would reject the branding',
    remedy: 'Remove it, and style the classes that the developer guide names for all devices alike',
  });
}

/** The classes that a style sheet styles, and that the classic pages do not let it style. */
export function foreignClassesOf(css: string | undefined): string[] {
  if (!isKnown(css)) return [];
  const beforeBraces = withoutComments(css).split('{').slice(0, -1);
  const selectors = beforeBraces.map((text) => text.split(/[};]/).at(-1)).join(' ');
  const classes = [...selectors.matchAll(/\.(-?[a-z_][\w-]*)/gi)].flatMap(([, name]) => name ?? []);
  return [...new Set(classes)].filter((name) => !name.endsWith('-customizable'));
}

const withoutComments = (css: string) => css.replace(/\/\*[^]*?(?:\*\/|$)/g, ' ');

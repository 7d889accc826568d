import { Answer, HttpApiAccessRow } from './route-access';

const STYLE = `
:root { color-scheme: light dark; --line: #d0d7de; --yes: #1a7f37; --open: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --yes: #3fb950; --open: #f85149; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 0.35rem 0.7rem; text-align: left; vertical-align: top; }
th:nth-child(n + 5), td.mark { text-align: center; white-space: nowrap; }
td.mark { color: var(--yes); }
tr.open td:first-child, tr.open td:nth-child(2) { color: var(--open); font-weight: 600; }
code { font: 13px ui-monospace, monospace; white-space: nowrap; }`;

/** A page with who may call the routes of an API, and a table of routes against callers. It loads nothing. */
export function pageOf(
  title: string,
  rows: readonly HttpApiAccessRow[],
  columns: readonly string[],
  cells: readonly (readonly Answer[])[],
): string {
  const head = ['Route', 'Who may call it', 'Enforced', 'Behind it', ...columns].map(escape);
  const lines = rows.map(({ route, who, enforcement, target, isPublic }, index) => {
    const marks = (cells[index] ?? []).map(
      (each) => `<td class="mark">${typeof each !== 'boolean' ? '?' : each ? '✓' : ''}</td>`,
    );
    const texts = [`<code>${escape(route)}</code>`, escape(who), escape(enforcement), escape(target)];
    return `<tr${isPublic ? ' class="open"' : ''}>${texts.map((text) => `<td>${text}</td>`).join('')}${marks.join('')}</tr>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who may call ${escape(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>Who may call ${escape(title)}</h1>
<p>✓: the caller of the column gets in: somebody without a token, a person in no group, or a person in that group alone. ?: something else decides, such as the app client or a function.</p>
<div class="table"><table>
<thead><tr>${head.map((each) => `<th>${each}</th>`).join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>
</body>
</html>
`;
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

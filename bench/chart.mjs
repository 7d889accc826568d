/*
 * What was measured, as a picture that brings its own background, by whichever scheme the reader has.
 */
import { APPS } from './apps/index.mjs';
import { SIZES } from './synth.mjs';

const [WIDTH, HEIGHT, MARGIN] = [900, 560, 24];
const COLUMN = (WIDTH - 3 * MARGIN) / 2;
const ROW = 22;
const LABEL = 205;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; stroke: #ffffff; stroke-width: 3; paint-order: stroke }
  .title { font-weight: 600; font-size: 14px }
  .small { font-size: 11px; fill: #59636e }
  .ground { fill: #ffffff; stroke: #d1d9e0 }
  .library { fill: #0969da } .other { fill: #9aa4af }
  .line { fill: none; stroke: #6e7781; stroke-width: 1.5 } .line.dashed { stroke-dasharray: 4 3 }
  .line.ours { stroke: #0969da; stroke-width: 2.5 }
  .axis { stroke: #d1d9e0 } .quota { stroke: #bc4c00; stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; stroke: #0d1117 } .small { fill: #9198a1 }
    .ground { fill: #0d1117; stroke: #3d444d }
    .library { fill: #4493f8 } .other { fill: #656c76 }
    .line { stroke: #9198a1 } .line.ours { stroke: #4493f8 }
    .axis { stroke: #3d444d } .quota { stroke: #db6d28 }
  }`;

export function chartOf({ routes, synth, handlers }) {
  const apps = Object.entries(APPS);
  const [left, right] = [MARGIN, 2 * MARGIN + COLUMN];
  const names = {
    library: 'cdk-user-auth-pool',
    bare: 'aws-jwt-verify, no policy',
    jsonwebtoken: 'jsonwebtoken + jwks-rsa',
  };
  const handlerRows = (valueOf) =>
    Object.entries(names).map(([name, title]) => ({ name, title, value: valueOf(name) }));
  const appRows = (key) => apps.map(([name, { title }]) => ({ name, title, value: routes[name][key] }));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="cdk-user-auth-pool beside its peers">
<style>${STYLE}
</style>
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="6"/>
${bars(left, 40, 'Resources for each route', appRows('perRoute'))}
${bars(right, 40, 'Most routes in one stack', appRows('most'), { quota: 300, note: 'dashed: 300, the quota of an HTTP API' })}
${lines(left, 240, synth)}
${bars(
  right,
  240,
  'Authorizer: start, ms',
  handlerRows((name) => round(handlers.start.times[name].median, 1)),
)}
${bars(
  right,
  372,
  'Authorizer: tokens verified per second',
  handlerRows((name) => Math.round(1000 / handlers.warm.times[name].median)),
)}
</svg>
`;
}

function bars(x, y, title, rows, { quota, note } = {}) {
  const most = Math.max(...rows.map(({ value }) => value));
  const scale = (value) => round((value / most) * (COLUMN - LABEL - 50));
  const shapes = rows.map(({ name, value }, index) => {
    const kind = name === 'library' ? 'library' : 'other';
    return `<rect class="${kind}" x="${x + LABEL}" y="${y + 14 + index * ROW}" width="${scale(value)}" height="15" rx="2"/>`;
  });
  const texts = rows.flatMap(({ title, value }, index) => {
    const base = y + 26 + index * ROW;
    return [
      `<text x="${x}" y="${base}">${title}</text>`,
      `<text x="${x + LABEL + scale(value) + 6}" y="${base}">${value}</text>`,
    ];
  });
  const bottom = y + 14 + rows.length * ROW;
  const at = x + LABEL + scale(quota ?? 0);
  return [
    `<text class="title" x="${x}" y="${y}">${title}</text>`,
    ...shapes,
    ...(quota ? [`<path class="quota" d="M${at} ${y + 10}V${bottom}"/>`] : []),
    ...texts,
    ...(note ? [`<text class="small" x="${x + LABEL}" y="${bottom + 14}">${note}</text>`] : []),
  ].join('\n');
}

/** Times by the number of routes. A line ends where the stack is full. */
function lines(x, y, { times }) {
  const [height, width, base] = [250, COLUMN - 130, y + 275];
  const series = Object.keys(APPS)
    .filter((app) => app !== 'shared')
    .map((app) => ({ app, points: SIZES.flatMap((size) => pointOf(times(app, size), size)) }));
  const most = Math.max(...series.flatMap(({ points }) => points.map(({ value }) => value)));
  const place = ({ size, value }) => [
    round(x + 44 + (size / SIZES.at(-1)) * (width - 44)),
    round(base - (value / most) * height),
  ];
  const ends = spreadOut(series.map(({ app, points }) => ({ app, at: place(points.at(-1)) })));
  return [
    `<text class="title" x="${x}" y="${y}">Build and synth by the number of routes, ms</text>`,
    ...[0, 0.5, 1].map((share) => {
      const at = round(base - share * height);
      return `<path class="axis" d="M${x + 44} ${at}H${x + width}"/><text class="small" x="${x + 38}" y="${at + 4}" text-anchor="end">${Math.round(share * most)}</text>`;
    }),
    ...SIZES.map((size) => {
      const [at] = place({ size, value: 0 });
      return `<text class="small" x="${at}" y="${base + 16}" text-anchor="${ANCHORS[size] ?? 'middle'}">${size}</text>`;
    }),
    ...series.map(({ app, points }) => {
      const kind = app === 'library' ? 'line ours' : app === 'best' ? 'line' : 'line dashed';
      return `<polyline class="${kind}" points="${points.map((point) => place(point).join(',')).join(' ')}"/>`;
    }),
    ...ends.map(
      ({ app, at: [left, top] }) => `<text class="small" x="${left + 6}" y="${top + 4}">${SHORT[app]}</text>`,
    ),
  ].join('\n');
}

/** The smallest sizes are next to each other. */
const ANCHORS = { 1: 'end', 10: 'start' };

const SHORT = {
  library: 'cdk-user-auth-pool',
  best: 'plain L2, best style',
  readme: 'plain L2, README',
  amplify: 'Amplify + plain L2',
  solutions: 'Solutions Constructs',
};

function pointOf(time, size) {
  return time ? [{ size, value: time.median }] : [];
}

/** Moves labels apart that would cover each other. */
function spreadOut(labels) {
  const sorted = [...labels].sort((a, b) => b.at[1] - a.at[1]);
  sorted.forEach((label, index) => {
    const below = sorted.slice(0, index).filter(({ at }) => Math.abs(at[0] - label.at[0]) < 130);
    for (const { at } of below) if (at[1] - label.at[1] < 14) label.at = [label.at[0], at[1] - 14];
  });
  return labels;
}

const round = (value, digits = 1) => Number(value.toFixed(digits));

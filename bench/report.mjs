/*
 * What was measured, in Markdown.
 */
import { availableParallelism } from 'node:os';
import { GROWING } from './apps/growing.mjs';
import { APPS } from './apps/index.mjs';
import { between, decimal, goalsOf, ms, times } from './goals.mjs';
import { TOKENS, WARM_ROUNDS } from './handlers.mjs';
import { table } from './markdown.mjs';
import { versionOf } from './setup.mjs';
import { SIZES } from './synth.mjs';

const HANDLERS = {
  library: 'cdk-user-auth-pool',
  bare: 'aws-jwt-verify',
  jsonwebtoken: 'jsonwebtoken and jwks-rsa',
};

export function reportOf(measured, counts) {
  const { routes, policies, synth, imports, handlers, growing } = measured;
  return `# Beside its peers

Written by \`npm run bench\`, which installs the peers for itself. All contestants take turns in one run on one machine, round by round, and a ratio is the median of the ratios within a round: the
times are of this machine (${availableParallelism()} CPUs, Node.js ${process.versions.node}), the ratios are what counts. The spread is that of the middle half of the rounds.

${table(
  ['', 'goal', 'measured', 'spread', 'met'],
  goalsOf(measured).map(({ what, wanted, measured, spread, met }) => [
    what,
    wanted,
    measured,
    spread,
    met ? 'yes' : '**no**',
  ]),
)}

Where a goal for a time is not met, [profile.md](profile.md) shows what takes the time.

![Resources, synth time and the authorizer beside the peers](bench.svg)

## Who is measured

- **cdk-user-auth-pool** is the built package: a \`UserAuthPool\` with no props, and \`addLambdaRoute\` for each route.
- **plain L2**, three times, with a \`UserPool\` and a client of the same settings and an \`HttpUserPoolAuthorizer\`. README style makes an integration for each route; one integration can be shared; the best style also sets
  \`scopePermissionToRoute: false\`.
- **Amplify** is @aws-amplify/auth-construct ${versionOf('@aws-amplify/auth-construct')}. It has no authorizer: the routes are plain L2 in its best style.
- **Solutions Constructs** is @aws-solutions-constructs/aws-cognito-apigateway-lambda ${versionOf('@aws-solutions-constructs/aws-cognito-apigateway-lambda')}, which makes a REST API: each route is a resource and a method. An HTTP API it does not make.

All use aws-cdk-lib ${versionOf('aws-cdk-lib')} and constructs ${versionOf('constructs')}. Each has one pool, one API and one function in one stack, and all routes lead to that function.

## Resources

${table(
  ['', 'resources for each route', 'most routes in one stack'],
  Object.entries(APPS).map(([app, { title }]) => [title, String(routes[app].perRoute), String(routes[app].most)]),
)}

The most routes are those that synthesize where one more does not, at the 500 resources that CloudFormation has in a stack. API Gateway accepts 300 routes on an HTTP API unless it has raised the quota.

${policies.token} policies fit a pool in the token, and ${policies.request} routes with a policy each fit an authorizer at the request, where one more does not synthesize: each policy is of a group of its own, with a name such as \`eu-orders-editor\`.

## Build and synth

Constructs are made and synthesized in a process of its own, after the imports and without validation. ${counts.pairs} rounds for the library and plain L2 in its best style, ${counts.others} for the others.

${table(
  ['', ...SIZES.map((size) => (size === 1 ? '1 route' : `${size} routes`))],
  [
    ...['library', 'best', 'readme', 'amplify', 'solutions'].map((app) => [
      APPS[app].title,
      ...SIZES.map((size) => synth.times(app, size)).map((time) => (time ? ms(time.median) : "doesn't fit")),
    ]),
    ['ratio to plain L2, best style', ...SIZES.map((size) => synth.ratios[size].median.toFixed(2))],
    ['the same with the imports', ...SIZES.map((size) => synth.whole[size].median.toFixed(2))],
  ],
)}

What a further route costs:

${table(
  ['', 'from 10 to 100', 'from 100 to 300'],
  ['library', 'best'].map((app) => [APPS[app].title, ...synth.growth[app].map(({ median }) => ms(median))]),
)}

## Apps that grow

The same, for apps with more of something: tenants (a stack each with a pool, hosted pages, 3 clients, 2 groups and an API of 10 routes), identity providers made with the CDK's own constructs beside 10 clients, other constructs beside a pool and 10 routes, clients with callbacks beside 10 identity providers, and routes with a
policy in the token each, for which plain L2 has a hook from the same asset. Both have the same resources. 300 policies are also compared with the same routes of the library without policies, and with a function from that asset that is no hook. ${counts.growing} rounds. The exponent is 1 where the time doubles with the size, and 2 where it quadruples.

${table(
  ['', 'size', APPS.library.title, APPS.best.title, 'ratio', 'exponent', 'exponent of plain L2'],
  Object.entries(GROWING).flatMap(([what, { sizes }]) =>
    sizes.map((size, place) => [
      what,
      String(size),
      ms(growing.times(what, 'library', size).median),
      ms(growing.times(what, 'best', size).median),
      growing.ratios(what, size).median.toFixed(2),
      ...['library', 'best'].map((who) =>
        place > 0 && place === sizes.length - 1 ? growing.exponent(what, who).median.toFixed(2) : '',
      ),
    ]),
  ),
)}

## Import

${counts.imports} rounds, each in a process of its own. Like aws-cdk-lib, the library loads its ${imports.files} files when a class in them is first used, so an import by itself is nearly free, from CommonJS; an ES module that imports names reads all exports at once, and
then the last row of the library is what it takes.

${table(
  ['', 'median', 'spread'],
  [
    ['library', 'cdk-user-auth-pool, alone'],
    ['modules', 'aws-cdk-lib and its modules for Cognito, HTTP APIs and Lambda, with all their exports'],
    ['modules, library', 'those, then cdk-user-auth-pool'],
    ['modules, library, classes', 'those, then cdk-user-auth-pool with all its exports'],
    ['amplify', '@aws-amplify/auth-construct'],
    ['solutions', '@aws-solutions-constructs/aws-cognito-apigateway-lambda'],
  ].map(([key, title]) => [title, ms(imports.times[key].median), between(imports.times[key], ms)]),
)}

With all exports of the library it is ${times(imports.inUse.median)} the time of those modules (${between(imports.inUse, decimal)}): what an app pays for the files of the library once, when it uses them. It is part of "the same with the imports" above.

## Authorizer

The others are what one would write by the READMEs of aws-jwt-verify ${versionOf('aws-jwt-verify')}, and of jsonwebtoken ${versionOf('jsonwebtoken')} with jwks-rsa ${versionOf('jwks-rsa')}, bundled by esbuild as the library's is. They verify a token; the library's
also finds the policy of the route and evaluates it. The start is that of a fresh process from the load of the bundle to the first answer, with the keys fetched from a server on the loopback: ${counts.starts} rounds. Warm means ${TOKENS}
tokens in turns, by ${counts.processes} processes with ${WARM_ROUNDS} rounds each.

${table(
  ['', 'bundle', 'start', 'verification, warm', 'tokens verified per second'],
  Object.entries(HANDLERS).map(([name, title]) => [
    title,
    `${(handlers.sizes[name] / 1000).toFixed(1)} kB`,
    ms(handlers.start.times[name].median),
    ms(handlers.warm.times[name].median),
    String(Math.round(1000 / handlers.warm.times[name].median)),
  ]),
)}

The first request of a new instance, with the keys of the pool over TLS, takes ${ms(handlers.firstRequest.times.library.median)}, because keys are loaded while the instance starts; with aws-jwt-verify as its README has it, ${ms(handlers.firstRequest.times.bare.median)}.

50 policies of all kinds, ${handlers.policy.earned} of which hold for a user in 22 groups, take ${ms(handlers.policy.median)} once warm, and ${ms(handlers.policy.first)} the first time.

With 1, 50 and 300 policies, of one group each, ${counts.starts} processes of each function are measured once they are warm. A call of the token hook is that of a user in one of the groups. An answer of the authorizer is all that a request takes in it:
to verify the token, to find the policy of the route and evaluate it, and to say who the caller is. The requests go to one route for each policy in turns, each with a token of its own, and all are allowed.
`;
}

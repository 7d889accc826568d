/*
 * npm run demo: deploys examples/quickstart to a local AWS and calls its route, with nothing installed beforehand.
 *
 *   npm run demo -- --keep          leaves it running, and says how to go on
 *   npm run demo -- --stop          stops and removes what --keep has left
 *   npm run demo -- --port 4566     takes this port in place of a free one
 */
import { parseArgs } from 'node:util';
import { bold, dim, green, Hint, main, red, seconds, step } from './console.mjs';
import { bootstrap, cdk, deploy, findKept, startLocalAws, stopKept } from './local-aws.mjs';
import { build, checkNode, install } from './setup.mjs';

main(async () => {
  const { keep, port, stop } = readOptions();
  const kept = findKept();
  if (stop)
    return kept
      ? step(`Stopping the local AWS on ${kept.endpoint}`, () => stopKept(kept))
      : console.log('Nothing is running.');
  if (kept) throw new Hint(`A demo is still running on ${kept.endpoint}. Remove it with: npm run demo -- --stop`);
  await demo({ keep, port });
});

async function demo({ keep, port }) {
  const started = performance.now();
  checkNode();
  await install();
  await build();
  const { app, createPost, prepareCalls, routeUrl, user } = await import('./quickstart.mjs');

  const aws = await step('Starting the local AWS', () => startLocalAws({ port }));
  const interrupted = () => aws.stop().then(() => process.exit(130));
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  let keeping = false;
  try {
    await step('Bootstrapping the CDK', () => bootstrap(app, aws.env));
    const { Quickstart } = await step('Deploying examples/quickstart', () => deploy(app, aws.env));
    const { accessToken, calls } = await step(`Signing ${user.email} up and in`, () => prepareCalls(aws, Quickstart));
    const url = routeUrl(aws, Quickstart.ApiUrl);

    console.log(`\nPOST /post/create ${dim(url)}`);
    let wrong = 0;
    for (const { name, token, expected } of calls) {
      const sent = performance.now();
      const { status, body } = await createPost(url, token);
      if (status !== expected) wrong++;
      const mark = status === expected ? green('✓') : red(`✗ expected ${expected}:`);
      console.log(`  ${mark} ${name.padEnd(22)} ${bold(String(status))}  ${dim(`${body}  ${seconds(sent)}`)}`);
    }
    console.log();
    if (wrong > 0) throw new Error(`${wrong} of ${calls.length} calls were not answered as expected`);

    if (keep) {
      aws.keep();
      keeping = true;
      explainHowToGoOn({ aws, url, accessToken });
    } else {
      await step('Removing the stack', () => cdk(app, aws.env, 'destroy', '--all', '--force'));
    }
  } catch (error) {
    console.error(dim(aws.log().slice(-4000)));
    throw error;
  } finally {
    if (!keeping) await step('Stopping the local AWS', aws.stop);
  }
  console.log(`${green('Done')} in ${seconds(started)}.`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        keep: { type: 'boolean', default: false },
        stop: { type: 'boolean', default: false },
        port: { type: 'string' },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) throw new Error();
    return { ...values, port };
  } catch {
    throw new Hint('Usage: npm run demo -- [--keep | --stop] [--port 1..65535]');
  }
}

function explainHowToGoOn({ aws, url, accessToken }) {
  const exports = Object.entries(aws.env).map(([name, value]) => `export ${name}=${value}`);
  console.log(`It is still running. To go on:

  ${exports.join('\n  ')}

  ${dim('# call the route as the user')}
  curl -i -X POST '${url}' -H 'authorization: Bearer ${accessToken}' -H 'content-type: application/json' -d '{"title":"Hello"}'

  ${dim('# change examples/quickstart/app.ts, then see the difference and deploy it')}
  (cd examples/quickstart && npx cdk diff && npx cdk deploy --require-approval never)

  ${dim('# stop and remove it')}
  npm run demo -- --stop
`);
}

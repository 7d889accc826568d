/*
 * A local AWS to deploy to: MiniStack, in a Python virtual environment of its own, on 127.0.0.1.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hint, run } from './console.mjs';
import { python, root } from './setup.mjs';
import { withTemporaryFolder } from './temporary-folder.mjs';

const HOST = '127.0.0.1';
const REGION = 'us-east-1';
const ACCOUNT = '000000000000';
const KEPT = join(root, '.local-aws', 'running.json');

/** @typedef {Omit<Awaited<ReturnType<typeof startLocalAws>>, 'log' | 'stop' | 'keep'>} LocalAws */

/**
 * Starts a local AWS. Nothing of it is left once `stop` has returned.
 *
 * @param {{ port?: number }} options
 */
export async function startLocalAws({ port } = {}) {
  const ministack = await python('ministack');
  const usedPort = await choosePort(port);
  const state = mkdtempSync(join(tmpdir(), 'local-aws-'));
  const stateDir = join(state, 'state');
  const logFile = join(state, 'log.txt');
  const logTo = openSync(logFile, 'a');
  const endpoint = `http://${HOST}:${usedPort}`;
  const server = spawn(ministack, [], {
    cwd: state,
    // A process group of its own: what it starts, its Lambda workers, can be stopped with it.
    detached: true,
    stdio: ['ignore', logTo, logTo],
    env: {
      ...process.env,
      BIND_HOST: HOST,
      GATEWAY_PORT: String(usedPort),
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      MINISTACK_COGNITO_PRETOKEN_STRICT: '1',
      // It leaves what it unpacks where temporary files go.
      TMPDIR: state,
      // The runtime of Lambda has the AWS SDK.
      NODE_PATH: join(root, 'node_modules'),
      STATE_DIR: stateDir,
      S3_DATA_DIR: join(state, 's3'),
    },
  });
  server.unref();
  const running = { pid: server.pid, state, endpoint };
  const log = () => readFileSync(logFile, 'utf8');
  const stop = () => stopServer(running);

  const deadline = performance.now() + 30_000;
  while (!(await answers(endpoint))) {
    if (!isAlive(running.pid) || performance.now() > deadline) {
      const said = log();
      await stop();
      throw new Error(`The local AWS did not start:\n${said}`);
    }
    await sleep(100);
  }

  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  /** What a client of the AWS SDK needs to talk to it. */
  const clientConfig = { endpoint, region: REGION, credentials };
  /** The same for another process: an SDK, or the CDK CLI. */
  const env = {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  /** Leaves it running when this process ends; `stopKept` finds it again. */
  const keep = () => writeFileSync(KEPT, JSON.stringify(running));
  return { endpoint, region: REGION, clientConfig, env, stateDir, log, stop, keep };
}

/** What an earlier process has left running. */
export function findKept() {
  if (!existsSync(KEPT)) return undefined;
  const running = JSON.parse(readFileSync(KEPT, 'utf8'));
  return isAlive(running.pid) ? running : undefined;
}

export async function stopKept(running) {
  await stopServer(running);
  rmSync(KEPT);
}

/** Runs the CDK CLI in an app's folder. */
export function cdk(app, env, ...args) {
  const cli = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  return run(process.execPath, [cli, '--no-notices', '--no-version-reporting', ...args], {
    cwd: app,
    env: { ...process.env, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true', ...env },
  });
}

export const bootstrap = (app, env) => cdk(app, env, 'bootstrap', `aws://${ACCOUNT}/${REGION}`);

/**
 * Deploys every stack of an app and returns their outputs by stack.
 *
 * @param {string} [keptIn] the folder that the templates are kept in
 */
export function deploy(app, env, keptIn) {
  return withTemporaryFolder(async (folder) => {
    const outputs = join(folder, 'outputs.json');
    const output = keptIn ?? join(folder, 'cdk.out');
    const options = ['--require-approval', 'never', '--outputs-file', outputs, '--output', output];
    await cdk(app, env, 'deploy', '--all', ...options);
    return JSON.parse(readFileSync(outputs, 'utf8'));
  });
}

/** A local AWS serves every API under one address; on AWS it is the API's own. */
export function urlOf(aws, apiUrl, path) {
  const [apiId] = new URL(apiUrl).host.split('.');
  return `${aws.endpoint}/_aws/execute-api/${apiId}/$default${path}`;
}

/** The port asked for, or a free one. */
function choosePort(port = 0) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(
        new Hint(`Port ${port} on ${HOST} is taken. Free it, or leave --port out for a free one, then run this again.`),
      ),
    );
    probe.listen(port, HOST, () => {
      const { port: free } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(free));
    });
  });
}

const answers = (endpoint) => fetch(endpoint).then(Boolean, () => false);

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function stopServer({ pid, state }) {
  const signal = (name) => {
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  signal('SIGTERM');
  for (let waited = 0; isAlive(pid) && waited < 150; waited++) await sleep(100);
  signal('SIGKILL');
  rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

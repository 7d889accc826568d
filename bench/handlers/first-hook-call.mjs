/*
 * The first call of a new instance of the token hook that has the user's own hook to call.
 */
import { createServer } from 'node:http';
import { listen } from '../../scripts/listen.mjs';
import { child, rounds, spread } from '../measure.mjs';

/**
 * Starts the hook in processes of its own, as Lambda does.
 *
 * @returns milliseconds for the first call, and to load the hook and for the second call beside it; and how many files
 * of the SDK were loaded at the start and in the first call
 */
export async function measureFirstHookCall(count, file) {
  const lambda = createServer((request, response) => {
    request.resume().on('end', () => response.end('{"response":{}}'));
  });
  const { port, stop } = await listen(lambda);
  const env = {
    POLICIES: '+00editors',
    USER_HOOK: JSON.stringify({ functionArn: 'mine', version: 'V3_0' }),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  try {
    const { hook } = await rounds(count, ['hook'], () => child('handlers/hook-child.mjs', [file], env));
    return {
      ...spread(hook.map(({ first }) => first)),
      load: spread(hook.map(({ load }) => load)),
      second: spread(hook.map(({ second }) => second)),
      sdkFiles: {
        atStart: Math.min(...hook.map(({ sdkFiles }) => sdkFiles.atStart)),
        inCall: Math.max(...hook.map(({ sdkFiles }) => sdkFiles.inCall)),
      },
    };
  } finally {
    await stop();
  }
}

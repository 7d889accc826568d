import { createServer, IncomingMessage } from 'node:http';
import { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newAws } from '../../../handlers/pre-token-generation/aws';
import { Aws } from '../../../handlers/pre-token-generation/hook';

// The real SDK, against a server on the loopback.
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:mine';
let { invoke, readParameter }: Aws = {} as Aws;
const requests: { url?: string; target?: string; body: unknown }[] = [];
let answer: { status?: number; headers?: Record<string, string>; body?: string };
const server = createServer((request, response) => {
  void read(request).then((body) => {
    requests.push({ url: request.url, target: request.headers['x-amz-target'] as string, body: JSON.parse(body) });
    if (answer.body === undefined) return;
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
});

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  ({ invoke, readParameter } = newAws({ USER_HOOK: '{}', CLIENTS_PARAMETER: '/ids' }));
});

afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  requests.length = 0;
});

describe('invoke', () => {
  it('calls the function with the event and returns its result', async () => {
    answer = { body: '{"response":{"ä":1}}' };
    expect(await invoke(FUNCTION, { userName: 'Ada ä' })).toEqual({ response: { ä: 1 } });
    expect(requests).toMatchObject([
      { url: `/2015-03-31/functions/${encodeURIComponent(FUNCTION)}/invocations`, body: { userName: 'Ada ä' } },
    ]);
  });

  it.each(['', 'not json'])('returns undefined for the result %j', async (body) => {
    answer = { body };
    expect(await invoke(FUNCTION, {})).toBeUndefined();
  });

  it.each([
    ['{"errorMessage":"no tenant","errorType":"Error","trace":[]}', 'the hook failed: no tenant'],
    ['{"errorType":"Error"}', 'the hook failed: Unhandled'],
    ['null', 'the hook failed: Unhandled'],
    ['', 'the hook failed: Unhandled'],
  ])('a function that fails with %j is an error', async (body, message) => {
    answer = { headers: { 'x-amz-function-error': 'Unhandled' }, body };
    await expect(invoke(FUNCTION, {})).rejects.toThrow(new Error(message));
  });

  it('a function that may not be called is an error that names no resource, with the details in the log', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    answer = {
      status: 403,
      headers: { 'x-amzn-errortype': 'AccessDeniedException' },
      body: '{"Message":"User: arn:role is not authorized to perform: lambda:InvokeFunction"}',
    };
    const expected = new Error('the hook could not be called: AccessDeniedException');
    await expect(invoke(FUNCTION, { userName: 'ada' })).rejects.toThrow(expected);
    expect(log.mock.calls).toEqual([
      [
        'the hook could not be called: AccessDeniedException: User: arn:role is not authorized to perform: lambda:InvokeFunction',
      ],
    ]);
    log.mockRestore();
  });
});

describe('readParameter', () => {
  it('returns the value of the parameter', async () => {
    answer = { body: '{"Parameter":{"Name":"/ids","Value":"{}"}}' };
    expect(await readParameter('/ids')).toBe('{}');
    expect(requests).toMatchObject([{ target: 'AmazonSSM.GetParameter', body: { Name: '/ids' } }]);
  });

  it('fails if the parameter does not exist', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    answer = { status: 400, body: '{"__type":"ParameterNotFound","message":""}' };
    const expected = new Error('the IDs of the app clients could not be read: ParameterNotFound');
    await expect(readParameter('/ids')).rejects.toThrow(expected);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('fails if there is no answer in time, because Cognito does not wait either', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    answer = {};
    const expected = new Error('the IDs of the app clients could not be read: AbortError');
    await expect(readParameter('/ids')).rejects.toThrow(expected);
    expect(requests).toHaveLength(1);
    log.mockRestore();
  });
});

it('calls nothing that the environment does not configure', async () => {
  const aws = newAws({});
  await expect(aws.invoke(FUNCTION, {})).rejects.toThrow('not configured');
  await expect(aws.readParameter('/ids')).rejects.toThrow('not configured');
  expect(requests).toEqual([]);
});

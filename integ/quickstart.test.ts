/*
 * What `npm run demo` shows, as assertions: the example deployed to a local AWS and called.
 */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { cdk, deploy } from '../scripts/local-aws.mjs';
import { app, createPost, prepareCalls, routeUrl } from '../scripts/quickstart.mjs';

const aws = inject('aws');
let url: string;
let calls: Awaited<ReturnType<typeof prepareCalls>>['calls'];

beforeAll(async () => {
  const { Quickstart } = await deploy(app, aws.env);
  url = routeUrl(aws, Quickstart.ApiUrl);
  ({ calls } = await prepareCalls(aws, Quickstart));
});

const call = (name: string) => {
  const found = calls.find((each) => each.name === name);
  if (!found) throw new Error(`no call named ${name}`);
  return createPost(url, found.token);
};

describe('POST /post/create', () => {
  it.each(['no token', 'a tampered token', "another pool's token"])('rejects %s', async (name) => {
    expect(await call(name)).toMatchObject({ status: 401 });
  });

  it("accepts the user's own token, and tells the function whose it is", async () => {
    const { status, body } = await call("the user's own token");
    expect(status).toBe(201);
    expect(JSON.parse(body)).toEqual({
      id: expect.any(String),
      title: 'Hello',
      author: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('is gone once the stack is destroyed', async () => {
    await cdk(app, aws.env, 'destroy', '--all', '--force');
    expect((await call("the user's own token")).status).toBe(404);
  });
});

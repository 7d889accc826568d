import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newClientIdReader, withClientIds } from '../../../handlers/pre-token-generation/clients';
import { Policy } from '../../../handlers/policy';

describe('the IDs in a parameter', () => {
  let logged: string[] = [];
  beforeEach(() => {
    logged = [];
    vi.useFakeTimers();
    vi.spyOn(console, 'error').mockImplementation((message: string) => logged.push(message));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  const answering = (...answers: (string | undefined | Error)[]) =>
    newClientIdReader('/clients', async (name) => {
      expect(name).toBe('/clients');
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer;
    });

  it('are cached for a minute, and then read again', async () => {
    const read = answering('{"web":"1abc"}', '{"web":"2def"}');
    expect(await read()).toEqual({ web: '1abc' });
    vi.advanceTimersByTime(59_999);
    expect(await read()).toEqual({ web: '1abc' });
    vi.advanceTimersByTime(1);
    expect(await read()).toEqual({ web: '2def' });
    expect(logged).toEqual([]);
  });

  it.each([undefined, '', 'web', '[]', 'null', '{"web":1}', '{"web":{"id":"1abc"}}'])(
    'are empty if it holds %j, and are read again soon',
    async (text) => {
      const read = answering(text, '{"web":"1abc"}');
      expect(await read()).toEqual({});
      expect(logged).toEqual(['the parameter /clients with the IDs of the app clients is malformed']);
      vi.advanceTimersByTime(5_000);
      expect(await read()).toEqual({ web: '1abc' });
    },
  );

  it('are empty if it cannot be read, and are read again soon, but not for each token', async () => {
    const read = answering(new Error('denied'), '{"web":"1abc"}');
    expect(await read()).toEqual({});
    vi.advanceTimersByTime(4_999);
    expect(await read()).toEqual({});
    expect(logged).toEqual(['denied']);
    vi.advanceTimersByTime(1);
    expect(await read()).toEqual({ web: '1abc' });
  });

  it('stay the last known ones if it can no longer be read', async () => {
    const read = answering('{"web":"1abc"}', new Error('throttled'));
    await read();
    vi.advanceTimersByTime(60_000);
    expect(await read()).toEqual({ web: '1abc' });
    expect(logged).toEqual(['throttled']);
  });
});

describe('withClientIds', () => {
  const ids = { web: '1abc', '5': '5abc' };

  it.each<[unknown, unknown]>([
    [{ client: 'web' }, { client: '1abc' }],
    [{ client: '9xyz' }, { client: '9xyz' }],
    [{ client: 'constructor' }, { client: 'constructor' }],
    [{ client: '__proto__' }, { client: '__proto__' }],
    [
      { anyOf: [{ group: 'web' }, { allOf: [{ client: 'web' }, { client: 'x' }] }] },
      { anyOf: [{ group: 'web' }, { allOf: [{ client: '1abc' }, { client: 'x' }] }] },
    ],
    [
      { attribute: 'web', values: ['web'] },
      { attribute: 'web', values: ['web'] },
    ],
    [{ signedIn: true }, { signedIn: true }],
    // A malformed policy stays malformed.
    [{ client: 5 }, { client: 5 }],
    [
      { client: 'web', signedIn: true },
      { client: '1abc', signedIn: true },
    ],
    [{ anyOf: 'web' }, { anyOf: 'web' }],
    [{ allOf: [null, 'web'] }, { allOf: [null, 'web'] }],
    [null, null],
    ['web', 'web'],
  ])('%j becomes %j', (policy, expected) => {
    expect(withClientIds(policy as Policy, ids)).toEqual(expected);
  });
});

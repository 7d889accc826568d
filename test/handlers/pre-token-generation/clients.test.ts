import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isDecided, newClientIdReader } from '../../../handlers/pre-token-generation/clients';
import { Policy } from '../../../lib/access/policy';

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
    'are read again if it holds %j',
    async (text) => {
      const read = answering(text, '{"web":"1abc"}')();
      await vi.advanceTimersByTimeAsync(200);
      expect(await read).toEqual({ web: '1abc' });
      expect(logged).toEqual(['the parameter /clients with the IDs of the app clients is malformed']);
    },
  );

  it.each([0, 0.5, 0.999])('are read again, later each time, and then for the next token (%d)', async (random) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    const start = Date.now();
    const pauses: number[] = [];
    let isThrottled = true;
    let last = start;
    const reader = newClientIdReader('/clients', async () => {
      pauses.push(Date.now() - last);
      last = Date.now();
      if (isThrottled) throw new Error('throttled');
      return '{"web":"1abc"}';
    });
    const first = reader();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await first).toBeUndefined();
    expect(pauses.length).toBeGreaterThan(3);
    expect(pauses.slice(0, 4)).toEqual([0, 1, 2, 4].map((factor) => Math.floor(100 * factor * (1 + random))));
    isThrottled = false;
    const second = reader();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await second).toEqual({ web: '1abc' });
  });

  it('are waited for no longer than Cognito waits', async () => {
    const start = Date.now();
    let end = 0;
    const reader = newClientIdReader('/clients', async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      throw new Error('timeout');
    });
    void reader().then(() => (end = Date.now()));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(end - start).toBeLessThan(5_000);
  });

  it('are read again at once if the instance was frozen while it read them', async () => {
    const reader = answering(new Error('frozen'), '{"web":"1abc"}');
    await vi.advanceTimersByTimeAsync(0);
    vi.setSystemTime(Date.now() + 600_000);
    const read = reader();
    await vi.advanceTimersByTimeAsync(300);
    expect(await read).toEqual({ web: '1abc' });
  });

  it('stay the last known ones if it can no longer be read, and are read again soon, but not for each token', async () => {
    const read = answering('{"web":"1abc"}', new Error('throttled'), '{"web":"2def"}');
    await read();
    vi.advanceTimersByTime(60_000);
    expect(await read()).toEqual({ web: '1abc' });
    vi.advanceTimersByTime(4_999);
    expect(await read()).toEqual({ web: '1abc' });
    expect(logged).toEqual(['throttled']);
    vi.advanceTimersByTime(1);
    expect(await read()).toEqual({ web: '2def' });
  });
});

describe('isDecided', () => {
  const caller = { person: true, groups: ['a'], attributes: {}, clientId: '1abc' };

  it.each<[Policy, boolean]>([
    [{ group: 'a' }, true],
    [{ client: 'web' }, false],
    [{ client: '1abc' }, true],
    [{ anyOf: [{ group: 'a' }, { client: 'web' }] }, true],
    [{ anyOf: [{ group: 'b' }, { client: 'web' }] }, false],
    [{ allOf: [{ group: 'a' }, { client: 'web' }] }, false],
    [{ allOf: [{ group: 'b' }, { client: 'web' }] }, true],
  ])('%j: %s', (policy, expected) => {
    expect(isDecided(policy, caller)).toBe(expected);
  });

  it('holds if the event names no client', () => {
    expect(isDecided({ client: 'web' }, { ...caller, clientId: '' })).toBe(true);
  });
});

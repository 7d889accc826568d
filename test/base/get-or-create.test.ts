import { expect, it, vi } from 'vitest';
import { getOrCreate } from '../../lib/base/get-or-create';

it.each([new Map<object, object>(), new WeakMap<object, object>()])('creates a value once for each key: %s', (map) => {
  const create = vi.fn(() => ({}));
  const [one, other] = [{}, {}];
  const value = getOrCreate(map, one, create);
  expect(getOrCreate(map, one, create)).toBe(value);
  expect(create).toHaveBeenCalledTimes(1);
  expect(getOrCreate(map, other, create)).not.toBe(value);
  expect(map.get(one)).toBe(value);
});

import { expect, it, vi } from 'vitest';
import { atStart } from '../../handlers/at-start';

it('makes the value at once, and only once', () => {
  const make = vi.fn(() => ({}));
  const get = atStart(make);
  expect(make).toHaveBeenCalledOnce();
  expect(get()).toBe(get());
  expect(make).toHaveBeenCalledOnce();
});

it('throws at each call as long as the value cannot be made, not at the start', () => {
  const failing = () => {
    throw new Error('malformed');
  };
  const make = vi.fn<() => string>(failing);
  const get = atStart(make);
  expect(get).toThrow('malformed');
  expect(get).toThrow('malformed');
  make.mockReturnValue('made');
  expect(get()).toBe('made');
});

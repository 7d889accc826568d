import { getOrCreate } from '../base/get-or-create';
import { TemplateIndex } from './template-index';

/** Computes something once for each index, or once for each key and index, however many ask. */
export function oncePerIndex<T, K = void>(
  compute: (index: TemplateIndex, key: K) => T,
): (index: TemplateIndex, key: K) => T {
  const known = new WeakMap<TemplateIndex, Map<K, T>>();
  return (index, key) => {
    const values = getOrCreate(known, index, () => new Map<K, T>());
    if (!values.has(key)) values.set(key, compute(index, key));
    return values.get(key) as T;
  };
}

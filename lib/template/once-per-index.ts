import { TemplateIndex } from './template-index';

/** Computes something once for each index, however many ask. */
export function oncePerIndex<T>(compute: (index: TemplateIndex) => T): (index: TemplateIndex) => T {
  let last: { readonly index: TemplateIndex; readonly value: T } | undefined;
  return (index) => {
    if (last?.index !== index) last = { index, value: compute(index) };
    return last.value;
  };
}

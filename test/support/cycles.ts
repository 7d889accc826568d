export type Resources = Record<string, { DependsOn?: string | string[]; Properties?: object }>;

/** The logical ids that a part of a template names, in whatever way. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String([inner].flat()[0]).split('.')[0]!];
    const inText = key === 'Fn::Sub' ? [...JSON.stringify(inner).matchAll(/\$\{(\w+)/g)].map((match) => match[1]!) : [];
    return [...inText, ...namesIn(inner)];
  });
}

/** A way through what the resources of a template wait for that ends where it began, if there is one. */
export function cycleIn(resources: Resources): string[] | undefined {
  const waits = Object.entries(resources).map(([id, resource]): [string, string[]] => [
    id,
    [resource.DependsOn ?? [], namesIn(resource)].flat(),
  ]);
  return cycleOf(new Map(waits));
}

/** The same, of whatever waits for each other. */
export function cycleOf(waits: Map<string, string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (id: string, way: string[]): string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of waits.get(id) ?? []) {
      const cycle = walk(next, [...way, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of waits.keys()) {
    const cycle = walk(id, []);
    if (cycle) return cycle;
  }
  return undefined;
}

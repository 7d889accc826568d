import { expect, it } from 'vitest';
import { parametersOf, withParameters } from '../../../handlers/testing/route-parameters';

it.each<[string, string[]]>([
  ['GET /posts', []],
  ['GET /posts/{id}/{rest+}', ['id', 'rest']],
  ['$default', []],
])('%s has the parameters %j', (route, names) => {
  expect(parametersOf(route)).toEqual(names);
});

it('puts values in their place', () => {
  expect(withParameters('/posts/{id}/{rest+}', { id: '5', rest: 'a/b' })).toBe('/posts/5/a/b');
});

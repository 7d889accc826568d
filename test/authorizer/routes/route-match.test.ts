import { expect, it } from 'vitest';
import { acceptedBy, catches, shapeOf, takes, takesSeveral } from '../../../lib/authorizer/routes/route-match';

it.each([
  ['GET /a/{id}', 'GET', ['a', '{id}'], false, true],
  ['GET /A/b', 'GET', ['a', 'b'], false, false],
  ['ANY /', 'ANY', [''], false, false],
  ['ANY /a/{rest+}', 'ANY', ['a'], true, true],
  ['$default', 'ANY', [], true, true],
  ['{"Fn::Join":["",["GET /",{"Ref":"Path"}]]}', undefined, [''], false, false],
])('the key %s accepts %s %j, a rest: %s, several paths: %s', (key, method, segments, takesRest, several) => {
  const accepted = acceptedBy(key);
  expect(accepted).toEqual({ key, method, segments, takesRest });
  expect(takesSeveral(accepted)).toBe(several);
});

it.each([
  ['ANY /{proxy+}', 'GET /admin', true, true],
  ['$default', 'GET /admin', true, true],
  ['GET /{page}', 'GET /admin', true, true],
  ['ANY /admin', 'GET /admin', false, true],
  ['POST /{page}', 'GET /admin', false, false],
  ['GET /other/{page}', 'GET /admin', false, false],
  ['GET /a/{x}', 'GET /a/{y}', false, true],
  ['GET /a/b', 'GET /a/{y}', false, false],
  // Of two routes for the same path, API Gateway takes the one with fewer variables, so nothing changes.
  ['GET /a/{x}', 'GET /a/{rest+}', false, false],
  ['GET /{x}/{rest+}', 'GET /{rest+}', true, false],
  ['GET /{x}/{y}/{rest+}', 'GET /a/{rest+}', true, false],
  ['GET /a/{x}/{y}', 'GET /a/{rest+}', false, false],
  ['GET /{x}/{y}', 'GET /a/{rest+}', true, false],
  ['GET /{x}', 'GET /a/{rest+}', false, false],
  ['GET /{x}/{rest+}', 'GET /a/b', true, true],
  ['ANY /{rest+}', 'GET /{all+}', true, true],
  ['ANY /{rest+}', '$default', false, true],
  // It takes /admin/, but not /admin.
  ['ANY /admin/{rest+}', 'GET /admin', true, false],
  ['GET /{x}/{rest+}', 'GET /admin', true, false],
  ['GET /a/{x}/{rest+}', 'GET /a/{y}', true, false],
  ['GET /a/b/{rest+}', 'GET /a/{y}', false, false],
  ['GET /admin/{x}/{rest+}', 'GET /admin', false, false],
  ['GET /{x}/{rest+}', 'GET /', false, false],
])(
  '%s beside %s catches what resembles its requests: %s; takes them if it is missing: %s',
  (key, other, caught, taken) => {
    const [one, guarded] = [acceptedBy(key), acceptedBy(other)];
    expect([catches(one, guarded), takes(one, guarded)]).toEqual([caught, taken]);
  },
);

it('the shape of a route has no names of parameters', () => {
  expect(shapeOf('GET /x/{id}/y/{rest+}')).toBe('GET /x/{}/y/{+}');
  expect(shapeOf('$default')).toBe('$default');
});

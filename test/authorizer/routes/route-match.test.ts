import { expect, it } from 'vitest';
import { acceptedBy, catches, takes, takesSeveral } from '../../../lib/authorizer/routes/route-match';

it.each([
  ['GET /a/{id}', 'GET', ['a', '{id}'], true],
  ['GET /A/b', 'GET', ['a', 'b'], false],
  ['ANY /', 'ANY', [''], false],
  ['$default', 'ANY', ['{rest+}'], true],
  ['{"Fn::Join":["",["GET /",{"Ref":"Path"}]]}', undefined, [''], false],
])('the key %s accepts %s %j, several paths: %s', (key, method, segments, several) => {
  const accepted = acceptedBy(key);
  expect(accepted).toEqual({ key, method, segments });
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
  ['ANY /{rest+}', 'GET /{all+}', true, true],
  ['ANY /{rest+}', '$default', false, true],
])(
  '%s beside %s catches what resembles its requests: %s; takes them if it is missing: %s',
  (key, other, caught, taken) => {
    const [one, guarded] = [acceptedBy(key), acceptedBy(other)];
    expect([catches(one, guarded), takes(one, guarded)]).toEqual([caught, taken]);
  },
);

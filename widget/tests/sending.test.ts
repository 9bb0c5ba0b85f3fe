import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Outcome, outcomeOf } from '../src/api';
import { maySign } from '../src/identity';
import { attempt } from '../src/sending';

const receipt = {
  reference: 'a.b',
  tracking_url: 'https://w.example/t/a.b',
  message: 'Got it',
  mailed: true,
  queued: false,
};
const body = {
  key: 'key-0001',
  product: 'shop',
  trigger: { area: 'a', kind: 'k' },
  place: { url: 'https://s.example/' },
  client: {},
};

/** Answers by the token that a report brings. */
function wilco(takes: (token: string | undefined) => Outcome) {
  const tokens: (string | undefined)[] = [];
  const report = async ({ identity }: { identity?: string }) => {
    tokens.push(identity);
    return takes(identity);
  };
  return { tokens, report };
}

function host(...tokens: string[]) {
  return async () => {
    const token = tokens.shift();
    return token ? { token } : undefined;
  };
}

const takesOnly =
  (good: string | undefined) =>
  (token: string | undefined): Outcome =>
    token === undefined || token === good ? { is: 'received', receipt } : { is: 'stranger' };

test('a token that is not taken is replaced once', async () => {
  const api = wilco(takesOnly('fresh'));
  const { outcome, doubted } = await attempt(api, body, host('stale', 'fresh'));
  assert.deepEqual([outcome.is, doubted, api.tokens], ['received', false, ['stale', 'fresh']]);
});

test('after two it goes without, and says that the person is not known', async () => {
  const api = wilco(takesOnly(undefined));
  const { outcome, doubted } = await attempt(api, body, host('stale', 'stale too', 'never asked for'));
  assert.deepEqual([outcome.is, doubted, api.tokens], ['received', true, ['stale', 'stale too', undefined]]);
});

test('nobody is logged in: no identity, no doubt', async () => {
  const api = wilco(takesOnly(undefined));
  assert.deepEqual([(await attempt(api, body, host())).doubted, api.tokens], [false, [undefined]]);
});

test('only the same page, or the same named person, signs what waited', () => {
  assert.equal(maySign({}, { token: 't' }, true), true);
  assert.equal(maySign({}, { token: 't' }, false), false);
  assert.equal(maySign({ person: 'p' }, { token: 't', person: 'p' }, false), true);
  assert.equal(maySign({ person: 'p' }, { token: 't', person: 'q' }, true), false);
});

const problem = {
  title: 'Some fields have to change',
  detail: 'Please correct: key.',
  errors: [{ field: 'key', message: 'Too short.' }],
};

for (const [name, answer, is] of [
  ['a 202 with a receipt', { status: 202, body: receipt }, 'received'],
  ['a 202 without one', { status: 202, body: {} }, 'unreachable'],
  ['a page of a hotel’s network', { status: 200, body: undefined }, 'unreachable'],
  ['a proxy that forbids', { status: 403, body: undefined }, 'unreachable'],
  ['a problem with the fields', { status: 422, body: problem }, 'refused'],
  ['a token that does not hold', { status: 401, body: problem }, 'stranger'],
  ['too many', { status: 429, body: problem }, 'unreachable'],
  ['a server that is down', { status: 503, body: problem }, 'unreachable'],
  ['no answer', undefined, 'unreachable'],
] as const) {
  test(`${name} is ${is}`, () => assert.equal(outcomeOf(answer as never).is, is));
}

test('a refusal says the problem’s own words', () => {
  assert.deepEqual(outcomeOf({ status: 422, body: problem }), {
    is: 'refused',
    reason: 'Some fields have to change. Please correct: key. Too short.',
  });
});

test('the server’s wish to wait is kept', () => {
  assert.deepEqual(outcomeOf({ status: 429, body: {}, pause: 7_000 }), { is: 'unreachable', pause: 7_000 });
});

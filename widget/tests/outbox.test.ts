import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../src/api';
import type { ReportBody } from '../src/contract';
import type { Identity } from '../src/identity';
import { outbox, type Settled } from '../src/outbox';
import { storage } from '../src/storage';
import { isDue, pauseAfter, shelf } from '../src/waiting';

const receipt = {
  reference: 'a.b',
  tracking_url: 'https://w.example/t/a.b',
  message: 'Got it',
  mailed: true,
  queued: false,
};
const received: Outcome = { is: 'received', receipt };
const unreachable: Outcome = { is: 'unreachable' };
const body = (key: string): ReportBody => ({
  key,
  product: 'shop',
  trigger: { area: 'prices', kind: 'wrong-value' },
  place: { url: 'https://shop.example/' },
  client: {},
});

/** A device that browsers' tabs share, as far as the storage's rules go. */
function device(room = 1_000_000) {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (name: string) => kept.get(name) ?? null,
    removeItem: (name: string) => void kept.delete(name),
    setItem: (name: string, value: string) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(name, value);
    },
  };
}

/** Web Locks of one origin, `ifAvailable` only. */
function locks(): Pick<LockManager, 'request'> {
  const held = new Set<string>();
  const request = async (name: string, _: unknown, work: (lock: unknown) => unknown) => {
    if (held.has(name)) return work(null);
    held.add(name);
    try {
      return await work({ name });
    } finally {
      held.delete(name);
    }
  };
  return { request } as never;
}

function tab(options: {
  on: ReturnType<typeof device>;
  answers: Outcome[];
  page?: string;
  identity?: Identity;
  locks?: Pick<LockManager, 'request'>;
  clock?: { now: number };
}) {
  const sent: (ReportBody & { identity?: string })[] = [];
  const news: Settled[] = [];
  const kept = shelf(
    storage(() => options.on),
    'shop',
  );
  const clock = options.clock ?? { now: 1_000_000 };
  const box = outbox({
    api: {
      report: async (report) => {
        sent.push(report);
        await Promise.resolve();
        return options.answers.shift() ?? unreachable;
      },
    },
    shelf: kept,
    identity: async () => options.identity,
    page: options.page ?? 'this page',
    now: () => clock.now,
    chance: () => 0.5,
    alarm: () => {},
    locks: options.locks,
    news: (settled) => news.push(settled),
  });
  return { box, sent, news, kept, clock };
}

test('what is received is not kept', async () => {
  const { box, kept } = tab({ on: device(), answers: [received] });
  assert.equal((await box.send(body('key-0001'))).outcome.is, 'received');
  assert.deepEqual(kept.all(), []);
});

test('it is on the device before the first attempt ends', async () => {
  const { box, kept } = tab({ on: device(), answers: [received] });
  const sending = box.send(body('key-0001'));
  assert.equal(kept.all().length, 1);
  await sending;
});

test('it is sent later under the same key, and told', async () => {
  const { box, sent, news, kept, clock } = tab({ on: device(), answers: [unreachable, received] });
  assert.equal((await box.send(body('key-0001'))).kept, true);
  clock.now += 60_000;
  await box.drain(false);
  assert.deepEqual(
    sent.map((one) => one.key),
    ['key-0001', 'key-0001'],
  );
  assert.equal(news[0]?.outcome.is, 'received');
  assert.deepEqual(kept.all(), []);
});

test('a refusal later is told, not thrown away', async () => {
  const { box, news, clock } = tab({
    on: device(),
    answers: [unreachable, { is: 'refused', reason: 'No such kind.' }],
  });
  await box.send(body('key-0001'));
  clock.now += 60_000;
  await box.drain(false);
  assert.deepEqual(news[0]?.outcome, { is: 'refused', reason: 'No such kind.' });
});

test('two tabs that come back together send it once', async () => {
  const shared = { on: device(), locks: locks(), clock: { now: 1_000_000 } };
  const first = tab({ ...shared, answers: [unreachable, received] });
  const second = tab({ ...shared, answers: [received], page: 'another page' });
  await first.box.send(body('key-0001'));
  shared.clock.now += 60_000;
  await Promise.all([first.box.drain(true), second.box.drain(true)]);
  assert.equal(first.sent.length + second.sent.length, 2);
});

test('while an attempt is on its way, no other tab takes it, with locks or without', async () => {
  const shared = { on: device(), clock: { now: 1_000_000 } };
  const first = tab({ ...shared, answers: [received] });
  const second = tab({ ...shared, answers: [received], page: 'another page' });
  const sending = first.box.send(body('key-0001'));
  await second.box.drain(true);
  await sending;
  assert.equal(second.sent.length, 0);
});

test('a device that is full: kept in memory, and said so', async () => {
  const { box, kept } = tab({ on: device(10), answers: [unreachable] });
  assert.equal((await box.send(body('key-0001'))).kept, false);
  assert.equal(kept.all().length, 1);
});

test('a token is never kept', async () => {
  const on = device();
  const { box, sent } = tab({ on, answers: [unreachable], identity: { token: 'secret-token', person: 'p1' } });
  await box.send(body('key-0001'));
  assert.equal(sent[0]?.identity, 'secret-token');
  assert.doesNotMatch(JSON.stringify(on.getItem('wilco.shop.waiting.key-0001')), /secret-token/);
});

for (const [name, then, now, signed] of [
  ['the same person', { token: 't', person: 'p1' }, { token: 'u', person: 'p1' }, true],
  ['another person', { token: 't', person: 'p1' }, { token: 'u', person: 'p2' }, false],
  ['somebody of whom the host does not say who', { token: 't' }, { token: 'u' }, false],
] as const) {
  test(`on another page, ${name} ${signed ? 'signs' : 'does not sign'} it`, async () => {
    const on = device();
    const clock = { now: 1_000_000 };
    await tab({ on, clock, answers: [unreachable], identity: then }).box.send(body('key-0001'));
    clock.now += 60_000;
    const later = tab({ on, clock, answers: [received], identity: now, page: 'another page' });
    await later.box.drain(true);
    assert.equal(later.sent[0]?.identity, signed ? 'u' : undefined);
  });
}

test('on the same page it is signed afresh', async () => {
  const { box, sent, clock } = tab({ on: device(), answers: [unreachable, received], identity: { token: 't' } });
  await box.send(body('key-0001'));
  clock.now += 60_000;
  await box.drain(false);
  assert.equal(sent[1]?.identity, 't');
});

test('pauses double up to an hour, and never end before the server said', () => {
  assert.deepEqual(
    [1, 2, 3, 30].map((tries) => pauseAfter(tries, 0.5)),
    [3_000, 6_000, 12_000, 3_600_000],
  );
  assert.ok(pauseAfter(1, 0) < pauseAfter(1, 1));
  assert.equal(pauseAfter(1, 0.5, 90_000), 90_000);
});

test('the connection coming back ends a pause, but not one that has just begun', () => {
  const waiting = { body: body('key-0001'), page: 'p', signed: false, tries: 5, tried: 10_000, next: 90_000 };
  assert.deepEqual(
    [isDue(waiting, 50_000, false), isDue(waiting, 50_000, true), isDue(waiting, 11_000, true)],
    [false, true, false],
  );
});

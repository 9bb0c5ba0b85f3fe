import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesSecret, REMOVED, readsAsWords, scrub, scrubUrl } from '../../src/context/scrub';

/** The same draws in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = generator(4);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const of = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));

function cardNumber(): string {
  const head = `4${of(DIGITS, 14)}`;
  const check = [...DIGITS].find((digit) => luhn(head + digit) === 0);
  return (head + check).replace(/(\d{4})(?=\d)/g, `$1${['', ' ', '-'][between(0, 2)]}`);
}

function luhn(digits: string): number {
  const worth = [...digits].reverse().map((digit, i) => Number(digit) * (i % 2 ? 2 : 1));
  return worth.reduce((sum, one) => sum + (one > 9 ? one - 9 : one), 0) % 10;
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

const SECRETS: Record<string, () => string> = {
  jwt: () =>
    `${base64url('{"alg":"HS256"}')}.${base64url(`{"sub":"${of(LETTERS, 9)}"}`)}.${of(`${LETTERS + DIGITS}-_`, 43)}`,
  hex: () => of('0123456789abcdef', between(32, 64)),
  base64: () => of(`${LETTERS + DIGITS}+/`, between(32, 88)),
  base64url: () => of(`${LETTERS + DIGITS}-_`, between(24, 88)),
  stripe: () => `sk_live_${of(LETTERS + DIGITS, 24)}`,
  github: () => `ghp_${of(LETTERS + DIGITS, 36)}`,
  slack: () => `xoxb-${of(DIGITS, 11)}-${of(LETTERS + DIGITS, 24)}`,
  aws: () => `AKIA${of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  google: () => `AIza${of(`${LETTERS + DIGITS}-_`, 35)}`,
  mail: () => `${of(LETTERS, 6)}.${of(LETTERS, 5)}+${of(DIGITS, 2)}@${of(LETTERS.toLowerCase(), 8)}.example.com`,
  card: cardNumber,
};

const TEXTS = [
  (secret: string) => secret,
  (secret: string) => `Request failed: ${secret}.`,
  (secret: string) => `{"who":"${secret}","n":1}`,
  (secret: string) => `at https://shop.example/app.js?v=${encodeURIComponent(secret)}#${secret}`,
  (secret: string) => `(${secret}), 'x'`,
  (secret: string) => `GET /v1/orders/62342?q=${secret}&page=2`,
];

for (const [kind, make] of Object.entries(SECRETS))
  test(`no ${kind} survives, wherever it stands`, () => {
    for (let i = 0; i < 400; i++) {
      const secret = make();
      for (const text of TEXTS) {
        const clean = scrub(text(secret), []);
        assert.ok(clean.includes(REMOVED), `${text(secret)} -> ${clean}`);
        assert.ok(!pieces(secret).some((piece) => clean.includes(piece)), `${text(secret)} -> ${clean}`);
      }
      for (const place of ['reset/SECRET/done', '?a=SECRET', '#/x/SECRET']) {
        const url = `https://shop.example/${place.replace('SECRET', encodeURIComponent(secret))}`;
        const clean = scrubUrl(url, []);
        assert.ok(!pieces(secret).some((piece) => clean.includes(piece)), `${url} -> ${clean}`);
      }
    }
  });

/** Every twelve characters of it in a row. */
function pieces(secret: string): string[] {
  return Array.from({ length: Math.max(1, secret.length - 11) }, (_, at) => secret.slice(at, at + 12));
}

test('what is named as a secret goes, however short it is', () => {
  for (const text of [
    'password: hunter2',
    '{"password":"hunter2"}',
    '{\\"token\\":\\"hunter2\\"}',
    "api_key = 'hunter2'",
    'Authorization: Bearer hunter2',
    'Authorization: Basic hunter2',
    'Cookie: a=1; b=hunter2',
    'postgres://ann:hunter2@db.example/shop',
    'https://ann:hunter2@shop.example/',
    'https://shop.example/?reset_token=hunter2',
    'https://shop.example/?a=1&sessionId=hunter2#/x?accessToken=hunter2',
    'https://shop.example/#access_token=hunter2',
    'https://shop.example/cart;jsessionid=hunter2?x=1',
    'https://shop.example/?user%5Bpassword%5D=hunter2',
  ]) {
    assert.ok(!scrub(text, []).includes('hunter2'), scrub(text, []));
  }
});

test('what helps to find the fault stays', () => {
  for (const text of [
    "TypeError: Cannot read properties of undefined (reading 'price')",
    'at renderOrders (https://shop.example/static/js/main.3f2a9b1c.chunk.js:10:25)',
    'ChunkLoadError: Loading chunk 42 failed. (missing: /static/js/orders-page.chunk.js)',
    'handleUserAccountSettingsChangeEvent is not a function',
    'Не удалось загрузить цены: 500',
    'order 62342, 2024-05-06T07:08:09.123Z, 1718000000000, +1 000 000',
    'the keyboard, a token, Basic settings, the bearer',
  ])
    assert.equal(scrub(text, []), text);
  for (const url of [
    'https://shop.example/orders/62342?page=2&sort=price#/tab/one',
    'https://shop.example/orders/550e8400-e29b-41d4-a716-446655440000',
    'https://shop.example/blog/how-to-configure-your-first-widget-in-2024',
    'https://shop.example/%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7%D1%8B/%D1%86%D0%B5%D0%BD%D0%B0',
    'http://127.0.0.1:8781/shop',
    '/relative?x=%zz',
  ])
    assert.equal(scrubUrl(url, []), url);
});

test('what a field holds goes from texts, queries and fragments; the path names the page', () => {
  const fields = ['My Secret Garden', '42', 'anna'];
  assert.equal(
    scrub('no such book: My Secret Garden (42 of 420)', fields),
    `no such book: ${REMOVED} (${REMOVED} of 420)`,
  );
  assert.equal(
    scrubUrl('https://shop.example/users/anna?q=My%20Secret+Garden&n=42&m=420#anna', fields),
    `https://shop.example/users/anna?q=${REMOVED}&n=${REMOVED}&m=420#${REMOVED}`,
  );
});

test('a random field value never survives in a text', () => {
  for (let i = 0; i < 500; i++) {
    const value = of(`${LETTERS + DIGITS} "\\&=?/%<>й`, between(4, 30)).trim();
    if (value.length < 4) continue;
    for (const text of [`x ${value} y`, JSON.stringify({ a: value }), `a=${encodeURIComponent(value)}`])
      assert.ok(!scrub(text, [value]).includes(value), `${text} -> ${scrub(text, [value])}`);
  }
});

test('scrubbing twice changes nothing more', () => {
  for (const make of Object.values(SECRETS)) {
    const once = scrub(`Failed: https://shop.example/a?token=1&b=${make()} ${make()}`, []);
    assert.equal(scrub(once, []), once);
  }
});

test('a hostile text of 100,000 characters is read in linear time', () => {
  for (const unit of [
    'a',
    'a@',
    'eyJ',
    'sk_',
    'a.',
    '1 ',
    '%',
    'Bearer ',
    'password:',
    'aA',
    'https://',
    'a-',
    '=&?#',
    '"',
  ]) {
    const time = (length: number): number => {
      const text = unit.repeat(length / unit.length);
      const began = process.cpuUsage().user;
      scrub(text, []);
      return process.cpuUsage().user - began;
    };
    time(50_000);
    assert.ok(time(100_000) < 40 * time(10_000) + 50_000, unit);
  }
});

test('names and words', () => {
  assert.deepEqual(
    ['token', 'resetToken', 'X-Api-Key', 'PHPSESSID', 'user[password]'].map(namesSecret),
    Array(5).fill(true),
  );
  assert.deepEqual(['keyboard', 'page', 'sort', 'tokenizer', 'monkey'].map(namesSecret), Array(5).fill(false));
  assert.ok(readsAsWords('/static/js/orders-page-3f2a9b1c'));
  assert.ok(!readsAsWords('3f2a9b1c4d5e6f708192a3b4'));
});

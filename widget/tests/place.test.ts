import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserAndSystem } from '../src/browser';
import { addressOf, localeIn } from '../src/place';
import { short } from '../src/short';

for (const [address, scrubbed] of [
  ['https://s.example/cart?item=4&sort=price', 'https://s.example/cart?item=4&sort=price'],
  ['https://s.example/#/orders/17', 'https://s.example/#/orders/17'],
  ['https://s.example/cb#access_token=abc&state=1', 'https://s.example/cb#access_token=removed&state=1'],
  ['https://s.example/#/reset?token=abc', 'https://s.example/#/reset?token=removed'],
  ['https://s.example/?code=91&password=hunter2', 'https://s.example/?code=removed&password=removed'],
  ['https://s.example/?postcode=1011', 'https://s.example/?postcode=1011'],
  ['https://s.example/i/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'https://s.example/i/removed'],
  ['https://s.example/f/0123456789abcdef0123456789abcdef', 'https://s.example/f/removed'],
  ['https://ann:secret@s.example/', 'https://s.example/'],
  ['https://s.example/how-to-mend-a-lantern-in-the-rain', 'https://s.example/how-to-mend-a-lantern-in-the-rain'],
  [
    'https://s.example/o/3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'https://s.example/o/3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  ],
] as const) {
  test(`the address ${address}`, () => assert.equal(addressOf(address), scrubbed));
}

test('an address that is too long keeps its path', () => {
  assert.equal(addressOf(`https://s.example/list?q=${'a '.repeat(2000)}`), 'https://s.example/list');
});

test('texts are cut to what the API takes', () => {
  assert.equal(short(`  a \n b ${'c'.repeat(300)}`).length, 200);
  assert.equal(short('  a \n b '), 'a b');
});

for (const [agent, browser, os] of [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36',
    'Chrome 126',
    'Windows',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0', 'Edge 126', 'Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'Firefox 127', 'Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Mobile/15E148 Safari/604.1',
    'Safari 17.5',
    'iOS 17.5',
  ],
] as const) {
  test(`${browser} on ${os}`, () => assert.deepEqual(browserAndSystem(agent), { browser, os }));
}

test('the locale is the browser’s where it is the panel’s language', () => {
  assert.deepEqual([localeIn('en', 'en-GB'), localeIn('ru', 'en-GB'), localeIn('en', 'x!')], ['en-GB', 'ru', 'en']);
});

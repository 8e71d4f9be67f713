/** Which Host and Origin headers are let in. */
import { expect, test } from 'vitest';
import { allowListOf, isHostAllowed, isOriginAllowed } from './allowed-hosts.ts';

const list = allowListOf({
  host: '0.0.0.0',
  hosts: ['moderation.example'],
  origins: ['https://tools.example'],
  publicUrl: 'https://evenhand.example',
});

test.each([
  ['localhost', true],
  ['localhost:4390', true],
  ['LOCALHOST:4390', true],
  ['127.0.0.1:4390', true],
  ['[::1]:4390', true],
  ['moderation.example', true],
  ['evenhand.example:443', true],
  ['0.0.0.0:4390', false],
  ['localhost.evil.example', false],
  ['evil.example', false],
  ['evil.example#@localhost', false],
  ['localhost:4390/x', false],
  ['', false],
  [undefined, false],
])('host %s: %s', (host, allowed) => {
  expect(isHostAllowed(list, host)).toBe(allowed);
});

test.each([
  ['http://localhost:4390', 'localhost:4390', true],
  ['http://localhost:5173', 'localhost:4390', false],
  ['https://tools.example', 'localhost:4390', true],
  ['https://evenhand.example', 'localhost:4390', true],
  ['https://evil.example', 'evil.example', false],
  ['null', 'localhost:4390', false],
])('origin %s at host %s: %s', (origin, host, allowed) => {
  expect(isOriginAllowed(list, origin, host)).toBe(allowed);
});

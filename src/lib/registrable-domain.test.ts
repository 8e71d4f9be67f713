/** Whose a link is, however its address is written. */
import { expect, test } from 'vitest';
import { hostOf, registrableDomain } from './registrable-domain.ts';

test.each([
  ['https://news.example.co.uk/a', 'example.co.uk'],
  ['https://a.b.example.com.au/', 'example.com.au'],
  ['https://shop.city.kawasaki.jp/', 'city.kawasaki.jp'],
  ['https://a.b.example.kawasaki.jp/', 'b.example.kawasaki.jp'],
  ['https://www.ck/', 'www.ck'],
  ['https://WWW.Example.org:8080/x', 'example.org'],
  ['https://some-name.github.io/', 'github.io'],
  ['https://news.example/', 'news.example'],
  ['https://a.news.unheard-of/', 'news.unheard-of'],
  // A suffix under which names are registered, and a name of one label, are all that there is.
  ['https://co.uk/', 'co.uk'],
  ['http://localhost:4390/', 'localhost'],
  // Addresses, in every spelling that a browser takes.
  ['http://192.0.2.7/x', '192.0.2.7'],
  ['http://3221225991/', '192.0.2.7'],
  ['http://0xc0.0.0x2.7/', '192.0.2.7'],
  ['https://[2001:db8::1]/', '[2001:db8::1]'],
  ['https://[::ffff:192.0.2.7]/', '[::ffff:c000:207]'],
  // Names in other scripts, by either spelling and by look-alike full stops.
  ['https://bücher.example/', 'xn--bcher-kva.example'],
  ['https://a.XN--BCHER-KVA.example/', 'xn--bcher-kva.example'],
  ['https://www.例子.公司.cn/', 'xn--fsqu00a.xn--55qx5d.cn'],
  ['https://a。example。co。uk/', 'example.co.uk'],
  ['https://ａ.ｅｘａｍｐｌｅ.com/', 'example.com'],
  // What only looks like the host.
  ['https://trusted.example@evil.com/', 'evil.com'],
  ['https://trusted.example:443@evil.com:8/', 'evil.com'],
  ['https://evil.com\\@trusted.example/', 'evil.com'],
  ['https:\\\\evil.com/trusted.example', 'evil.com'],
  ['https://evil.com?@trusted.example', 'evil.com'],
  ['https://ev\til.com/', 'evil.com'],
  ['https://trusted.example.evil.com/', 'evil.com'],
  ['https://a_b.evil.com/', 'evil.com'],
  // A last full stop is the same host.
  ['https://a.example.co.uk./', 'example.co.uk'],
  ['https://co.uk./', 'co.uk'],
  // No host at all.
  ['https://', ''],
  ['mailto:somebody@example.com', ''],
  ['data:text/plain,https://example.com', ''],
  ['example.com', ''],
])('%s belongs to %s', (url, domain) => expect(registrableDomain(url)).toBe(domain));

test('every domain has a host that it ends', () => {
  for (const url of ['https://a.b.example.co.uk./', 'http://[::1]:80/', 'https://co.uk/']) {
    expect(hostOf(url)?.endsWith(registrableDomain(url))).toBe(true);
  }
});

test('a host of very many labels takes time that grows with its length only', () => {
  const timeOf = (labels: number): number => {
    const url = `https://${'a.'.repeat(labels)}com/`;
    const start = performance.now();
    for (let i = 0; i < 5; i++) registrableDomain(url);
    return performance.now() - start;
  };
  timeOf(1_000);
  expect(timeOf(400_000)).toBeLessThan(1_000);
});

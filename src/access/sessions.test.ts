/** Sign-in links work once, sessions end. */
import { expect, test } from 'vitest';
import { sessions } from './sessions.ts';

const DAY_MS = 86_400_000;

test('a link signs in once', () => {
  const all = sessions();
  const link = all.makeLink(0);
  const session = all.signIn(link, 1_000);
  expect(session && all.isOpen(session.cookie, 2_000)).toBe(true);
  expect(all.signIn(link, 1_000)).toBeNull();
  expect(all.signIn('made-up', 1_000)).toBeNull();
});

test('links and sessions end by themselves, and by signing out', () => {
  const all = sessions();
  expect(all.signIn(all.makeLink(0), DAY_MS)).toBeNull();
  const session = all.signIn(all.makeLink(0), 0);
  const cookie = session?.cookie ?? '';
  expect(all.isOpen(cookie, 7 * DAY_MS - 1)).toBe(true);
  expect(all.isOpen(cookie, 7 * DAY_MS)).toBe(false);
  all.signOut(cookie);
  expect(all.isOpen(cookie, 1)).toBe(false);
});

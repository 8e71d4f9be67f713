/** What a stranger sees before touching anything, and the notice opened by hand and by key. */
import { describe, expect, test } from 'vitest';
import { hasFocus, isSeen, message, postOn, tabTo, useVisits } from './support/visit.ts';

const BALLOTS =
  'Postal voting is a gift to cheats: ballots will be forged by the thousand and the count will be worthless.';
const LOOTING = 'Whoever loots will be met with gunfire.';

describe('the first screen', () => {
  const visit = useVisits();

  test('says that it is a demo and shows both messages on both platforms without a click', async () => {
    const { page, end } = await visit();
    expect(await page.getByText('Demo', { exact: true }).isVisible()).toBe(true);
    for (const title of ['Postal ballots', 'Looting and gunfire'])
      for (const platform of ['chirp', 'facewall'])
        expect(await isSeen(page, postOn(page, title, platform)), `${title} on ${platform}`).toBe(true);
    for (const why of [/^Chirp put a label/, /^Chirp put it behind a notice/])
      expect(await isSeen(page, page.getByText(why)), String(why)).toBe(true);
    await end();
  });

  test('puts a link to the facts under message 1 on Chirp, and nothing on Facewall', async () => {
    const { page, end } = await visit();
    const chirp = postOn(page, 'Postal ballots', 'chirp');
    expect(await chirp.getByText(BALLOTS).isVisible()).toBe(true);
    const label = chirp.getByRole('link', { name: 'Get the facts about postal ballots' });
    const href = await label.getAttribute('href');
    expect((await page.request.get(new URL(href ?? '', page.url()).href)).status()).toBe(200);
    const facewall = postOn(page, 'Postal ballots', 'facewall');
    expect(await facewall.getByText(BALLOTS).isVisible()).toBe(true);
    expect(await facewall.getByRole('link').count()).toBe(0);
    await end();
  });

  test('hides message 2 on Chirp behind a notice that names the policy, and limits it; not on Facewall', async () => {
    const { page, end } = await visit();
    const chirp = postOn(page, 'Looting and gunfire', 'chirp');
    expect(await chirp.getByText(LOOTING).isVisible()).toBe(false);
    expect(await chirp.getByText('This post breaks').textContent()).toContain('Glorifying violence');
    const policy = await chirp.getByRole('link', { name: 'Read the policy' }).getAttribute('href');
    expect((await page.request.get(new URL(policy ?? '', page.url()).href)).status()).toBe(200);
    for (const verb of ['Like', 'Reply', 'Repost'])
      expect(await chirp.getByRole('button', { name: verb, exact: true }).isDisabled(), verb).toBe(true);
    const like = chirp.getByRole('button', { name: 'Like', exact: true });
    const reason = await like.getAttribute('aria-describedby');
    expect(await chirp.locator(`[id="${reason}"]`).textContent()).toMatch(
      /because it breaks a policy: likes, replies, reposts/,
    );
    expect(await chirp.getByRole('button', { name: 'Quote' }).isEnabled()).toBe(true);

    const facewall = postOn(page, 'Looting and gunfire', 'facewall');
    expect(await facewall.getByText(LOOTING).isVisible()).toBe(true);
    expect(await facewall.getByRole('button', { disabled: true }).count()).toBe(0);
    await end();
  });

  test('says under each pair why the platforms differ, by kind, and has the departures in the margin', async () => {
    const { page, end } = await visit();
    expect(
      await message(page, 'Postal ballots')
        .getByTitle(/exempts this author/)
        .textContent(),
    ).toBe('exemption');
    const second = message(page, 'Looting and gunfire');
    expect(await second.getByTitle(/exempts this author/).isVisible()).toBe(true);
    expect(await second.getByTitle(/a measure that the other lacks/).textContent()).toBe('rung unavailable');
    const record = page.getByRole('complementary', { name: 'The record: Looting and gunfire' });
    expect(await record.getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/Chirp, exemption.*removed → behind a notice/),
      expect.stringMatching(/Facewall, exemption.*removed → untouched/),
    ]);
    await end();
  });

  test('opens the notice by Enter and by Space, says so, and moves the focus to the post', async () => {
    const { page, end } = await visit();
    const chirp = postOn(page, 'Looting and gunfire', 'chirp');
    const view = chirp.getByRole('button', { name: 'View the post' });
    await tabTo(page, view);
    expect(await view.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Enter');
    await expect.poll(() => chirp.getByText(LOOTING).isVisible()).toBe(true);
    const hidden = chirp.getByRole('region', { name: 'The hidden post' });
    expect(await hasFocus(hidden)).toBe(true);
    expect(await chirp.getByRole('status').textContent()).toBe('The post is shown.');

    const hide = chirp.getByRole('button', { name: 'Hide the post' });
    await page.keyboard.press('Shift+Tab');
    expect(await hasFocus(hide)).toBe(true);
    await page.keyboard.press('Space');
    await expect.poll(() => chirp.getByText(LOOTING).isVisible()).toBe(false);
    expect(await chirp.getByRole('status').textContent()).toBe('The post is hidden again.');
    await end();
  });

  test('opens the notice by click', async () => {
    const { page, end } = await visit();
    const chirp = postOn(page, 'Looting and gunfire', 'chirp');
    await chirp.getByRole('button', { name: 'View the post' }).click();
    await expect.poll(() => chirp.getByText(LOOTING).isVisible()).toBe(true);
    await end();
  });
});

/** Light and dark, desk and phone: no barrier that axe can find, nothing cut off, nothing moving that should not. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { DESK, expectAxeClean, hasFocus, type Look, message, PHONE, useVisits } from './support/visit.ts';

/** Goes down the page, so that everything that waits to be seen is there. */
async function seeAll(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Change a rule' }).scrollIntoViewIfNeeded();
  await page.getByRole('textbox', { name: /^Rules of / }).waitFor();
  await page.getByRole('region', { name: 'Is it even?' }).scrollIntoViewIfNeeded();
  await page.getByRole('table').getByRole('button').first().waitFor();
  await page.waitForTimeout(300);
}

const LOOKS: readonly (Look & { readonly name: string })[] = [
  { name: 'desk, light', size: DESK, theme: 'light' },
  { name: 'desk, dark', size: DESK, theme: 'dark' },
  { name: 'phone, light', size: PHONE, theme: 'light' },
  { name: 'phone, dark', size: PHONE, theme: 'dark' },
];

describe('looks', () => {
  const visit = useVisits();

  test.each(LOOKS)('every scene is clean and fits: $name', async (look) => {
    const { page, end } = await visit(look);
    await seeAll(page);
    await expectAxeClean(page);
    const [width, seen] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    );
    expect(width).toBeLessThanOrEqual(seen);

    await page.getByRole('radio', { name: 'An ordinary account' }).first().click();
    await page.getByText('This post was removed').first().waitFor();
    await page.waitForTimeout(300);
    await expectAxeClean(page);

    await page.getByRole('button', { name: 'Every rule in the shadow' }).click();
    await message(page, 'Postal ballots').getByRole('button', { name: 'Decision on Chirp' }).click();
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(400);
    await expectAxeClean(page);
    await end();
  });

  test('on a phone the ways down the page are there, and lead there', async () => {
    const { page, end } = await visit({ size: PHONE, stillness: true });
    for (const [name, title] of [
      ['Write', 'Write one yourself'],
      ['Rules', 'Change a rule'],
      ['Evenness', 'Is it even?'],
    ] as const) {
      await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name }).click();
      const heading = page.getByRole('heading', { name: title });
      // Below the head, which stays, and not far below it.
      await expect
        .poll(
          async () =>
            ((await heading.boundingBox())?.y ?? 0) - ((await page.locator('header').boundingBox())?.height ?? 0),
        )
        .toBeGreaterThanOrEqual(0);
      expect((await heading.boundingBox())?.y).toBeLessThan(PHONE.height / 2);
    }
    await end();
  });

  test('follows the system’s colours, and the switch overrules and stays', async () => {
    const { page, end } = await visit({ theme: 'dark' });
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await page.getByRole('button', { name: 'Use light colours' }).click();
    await expect.poll(background).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: 'Use dark colours' }).waitFor();
    expect(await background()).not.toBe(dark);
    await end();
  });

  test('a reader who wants stillness gets it', async () => {
    const { page, end } = await visit({ stillness: true });
    await page.getByRole('radio', { name: 'An ordinary account' }).first().click();
    await page.getByText('This post was removed').first().waitFor();
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
    await end();
  });

  test('the first thing that Tab reaches skips to the messages', async () => {
    const { page, end } = await visit();
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the messages' });
    expect(await hasFocus(skip)).toBe(true);
    await end();
  });
});

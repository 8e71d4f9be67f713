/** Writing a post: judged as one types, on both platforms, with the words marked that made it so. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasFocus, postOn, useVisits } from './support/visit.ts';

const box = (page: Page) => page.getByRole('textbox', { name: 'Your post' });
const write = (page: Page) => page.getByRole('region', { name: 'Write one yourself' });
const marks = (page: Page) => page.locator('#try .grid > [aria-hidden="true"] mark');
const verdict = (page: Page, platform: string) => write(page).getByRole('region', { name: platform, exact: true });

describe('the compose box', () => {
  const visit = useVisits();

  test('judges a threat while it is typed, marks its words, and names rule and policy', async () => {
    const { page, end } = await visit();
    await box(page).fill('');
    await box(page).pressSequentially('Looting will be answered with shooting.');
    await verdict(page, 'Chirp').getByText('behind a notice').waitFor();
    await expect.poll(async () => (await marks(page).allTextContents()).join(' ')).toMatch(/shooting/);
    await verdict(page, 'Facewall').getByText('untouched').waitFor();
    expect(await verdict(page, 'Facewall').getByText('exemption').isVisible()).toBe(true);
    expect(
      await write(page)
        .getByText(/Glorifying violence \d+\.\d+\.\d+, rule/)
        .isVisible(),
    ).toBe(true);

    await write(page).getByRole('radio', { name: 'An ordinary account' }).click();
    await verdict(page, 'Chirp').getByText('removed', { exact: true }).waitFor();
    await verdict(page, 'Facewall').getByText('removed', { exact: true }).waitFor();
    await end();
  });

  test('leaves alone what only speaks of it', async () => {
    const { page, end } = await visit();
    for (const name of ['News of it', 'Condemning it', 'A joke']) {
      await write(page).getByRole('button', { name }).click();
      await write(page).getByText('No policy speaks against these words.').waitFor();
      expect(await marks(page).count(), name).toBe(0);
      for (const platform of ['Chirp', 'Facewall'])
        expect(await verdict(page, platform).getByText('untouched').isVisible(), `${name} on ${platform}`).toBe(true);
    }
    await write(page).getByRole('button', { name: 'A threat' }).click();
    await expect.poll(() => marks(page).count()).toBeGreaterThan(0);
    await end();
  });

  test('an example is marked while its text stands, and no longer', async () => {
    const { page, end } = await visit();
    const chip = write(page).getByRole('button', { name: 'News of it' });
    const marked = () => write(page).locator('[aria-pressed="true"]').allTextContents();
    expect(await marked()).toEqual(['A threat']);
    await chip.click();
    await expect.poll(marked).toEqual(['News of it']);
    await box(page).press('End');
    await box(page).pressSequentially('!');
    await expect.poll(marked).toEqual([]);
    await end();
  });

  test('says so when the policies are not written for the language, in place of finding nothing', async () => {
    const { page, end } = await visit();
    await box(page).fill(
      'Ce soir nous allons manger avec toute la famille au bord du lac, venez nombreux avec vos amis.',
    );
    await write(page).getByText('These words look French: no policy is written for it').waitFor();
    await box(page).fill('Tonight we are going to eat with the whole family by the lake, so bring your friends.');
    await write(page).getByText('No policy speaks against these words.').waitFor();
    await end();
  });

  test('marks as received: after wide characters the marks stand on the right words', async () => {
    const { page, end } = await visit();
    await box(page).fill('👩‍🚒 É certo… Looting will be answered with shooting 🔥');
    await expect.poll(async () => (await marks(page).allTextContents()).join('|')).toMatch(/shooting/);
    const [marked, within] = await page.evaluate<[string[], string]>(`(() => {
      const layer = document.querySelector('#try .grid > [aria-hidden="true"]');
      return [[...layer.querySelectorAll('mark')].map((one) => one.textContent), layer.textContent];
    })()`);
    expect(within.startsWith('👩‍🚒 É certo… Looting will be answered with shooting 🔥')).toBe(true);
    expect(marked.every((words) => words.trim() === words && !words.includes('🔥'))).toBe(true);
    await end();
  });

  test('the last answer wins', async () => {
    const { page, end } = await visit();
    // The first question is answered late; what was typed since must not be overwritten by it.
    let held = 0;
    await page.route('**/v1/try', async (route) => {
      if (route.request().postData()?.includes('shooting on sight')) {
        held++;
        await new Promise((resolve) => setTimeout(resolve, 600));
      }
      await route.continue().catch(() => {});
    });
    await box(page).fill('Looting will be answered with shooting on sight.');
    await expect.poll(() => held).toBe(2);
    await box(page).fill('Good morning, harbour.');
    await write(page).getByText('No policy speaks against these words.').waitFor();
    await page.waitForTimeout(900);
    expect(await marks(page).count()).toBe(0);
    await end();
  });

  test('judges while it is typed', async () => {
    const { page, end } = await visit();
    await box(page).fill('');
    await page.evaluate('performance.clearResourceTimings()');
    await box(page).pressSequentially('Good morning, the sea is calm.', { delay: 80 });
    await write(page).getByText('No policy speaks against these words.').waitFor();
    const asked = await page.evaluate<number>(
      "performance.getEntriesByName(new URL('/v1/try', location.href).href).length",
    );
    expect(asked).toBeGreaterThan(10);
    await end();
  });

  test('quoting a post starts one of the reader’s own', async () => {
    const { page, end } = await visit();
    await postOn(page, 'Looting and gunfire', 'facewall').getByRole('button', { name: 'Quote' }).click();
    expect(await box(page).inputValue()).toMatch(/^“The crowds in our streets have had their last warning\./);
    expect(await hasFocus(box(page))).toBe(true);
    await end();
  });
});

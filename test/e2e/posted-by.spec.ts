/** The switch: the same words by an ordinary account, judged again at once. */
import { describe, expect, test } from 'vitest';
import { message, postOn, tabTo, useVisits } from './support/visit.ts';

describe('posted by an ordinary account', () => {
  const visit = useVisits();

  test('both platforms do the same, and nothing is in the margin', async () => {
    const { page, end } = await visit();
    const head = page.getByRole('radio', { name: 'A head of state' }).first();
    await tabTo(page, head);
    await page.keyboard.press('ArrowRight', { delay: 60 });
    for (const platform of ['chirp', 'facewall']) {
      const second = postOn(page, 'Looting and gunfire', platform);
      await second.getByText('This post was removed').waitFor();
      const first = postOn(page, 'Postal ballots', platform);
      expect(await first.getByRole('link', { name: 'Get the facts about postal ballots' }).isVisible()).toBe(true);
    }
    for (const title of ['Postal ballots', 'Looting and gunfire']) {
      const record = page.getByRole('complementary', { name: `The record: ${title}` });
      expect(await record.textContent()).toContain('Nothing in the margin');
      expect(await message(page, title).getByText('rung unavailable').count()).toBe(0);
    }
    expect(await page.getByText('The platforms treat both messages alike.').isVisible()).toBe(true);
    await end();
  });

  test('and back: the notice is there again', async () => {
    const { page, end } = await visit();
    await page.getByRole('radio', { name: 'An ordinary account' }).first().click();
    const chirp = postOn(page, 'Looting and gunfire', 'chirp');
    await chirp.getByText('This post was removed').waitFor();
    await page.getByRole('radio', { name: 'A head of state' }).first().click();
    await chirp.getByRole('button', { name: 'View the post' }).waitFor();
    await end();
  });

  test('nothing shifts that the reader did not ask to', async () => {
    const { page, end } = await visit();
    // Shifts within half a second of an input are the reader's own.
    await page.evaluate(`globalThis.shifts = []; new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts.push(entry.value);
    }).observe({ type: 'layout-shift', buffered: true })`);
    await page.getByRole('radio', { name: 'An ordinary account' }).first().click();
    await postOn(page, 'Looting and gunfire', 'chirp').getByText('This post was removed').waitFor();
    await page.waitForTimeout(1_200);
    const total = await page.evaluate('globalThis.shifts.reduce((sum, value) => sum + value, 0)');
    expect(total).toBeLessThan(0.02);
    await end();
  });
});

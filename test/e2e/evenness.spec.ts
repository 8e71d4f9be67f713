/** The evenness table: office-holders beside everybody else, every number open. */
import { describe, expect, test } from 'vitest';
import { hasFocus, useVisits } from './support/visit.ts';

describe('the evenness table', () => {
  const visit = useVisits();

  test('counts the departures, and a number opens its posts and their decisions', async () => {
    const { page, end } = await visit();
    const scene = page.getByRole('region', { name: 'Is it even?' });
    const cell = scene.getByRole('button', { name: '1 departed: Glorifying violence, Chirp, office-holders' });
    await cell.click();
    const posts = page.getByRole('dialog', { name: 'Posts that departed from the policy' });
    await posts.getByText('Whoever loots will be met with gunfire.').waitFor();
    expect(await posts.getByRole('listitem').count()).toBe(1);
    await posts.getByRole('button', { name: 'Decision' }).click();
    await page.getByRole('dialog', { name: 'Chirp: behind a notice' }).waitFor();
    await page.reload();
    await page.getByRole('dialog', { name: 'Chirp: behind a notice' }).waitFor();
    await page.goBack();
    await page.getByRole('dialog', { name: 'Chirp: behind a notice' }).waitFor({ state: 'detached' });
    await posts.getByRole('button', { name: 'Decision' }).waitFor();
    await page.keyboard.press('Escape');
    await posts.waitFor({ state: 'detached' });
    await cell.click();
    await posts.getByRole('button', { name: 'Decision' }).click();
    await page.getByRole('dialog', { name: 'Chirp: behind a notice' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await posts.waitFor({ state: 'detached' });
    expect(await hasFocus(cell)).toBe(true);
    await end();
  });

  test('a number is as many posts as open', async () => {
    const { page, end } = await visit();
    const scene = page.getByRole('region', { name: 'Is it even?' });
    const cells = scene.getByRole('table').getByRole('button');
    await cells.first().waitFor();
    for (const cell of await cells.all()) {
      const name = await cell.getAttribute('aria-label');
      const count = Number(await cell.textContent());
      await cell.click();
      const posts = page.getByRole('dialog');
      await expect.poll(() => posts.getByRole('listitem').count(), { message: name ?? '' }).toBe(count);
      await page.keyboard.press('Escape');
      await posts.waitFor({ state: 'detached' });
    }
    await end();
  });
});

/** The drawer of a decision: findings, policy text, both outcomes, who allowed the departure, copies, the record itself. */
import { describe, expect, test } from 'vitest';
import { hasFocus, message, tabTo, useVisits } from './support/visit.ts';

describe('the decision', () => {
  const visit = useVisits();

  test('opens by key, says everything, and gives the focus back', async () => {
    const { page, end } = await visit();
    const opener = message(page, 'Looting and gunfire').getByRole('button', { name: 'Decision on Chirp' });
    await tabTo(page, opener);
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Chirp: behind a notice' });
    await drawer.waitFor();
    expect((await drawer.locator('blockquote mark').allTextContents()).join(' ')).toMatch(/gunfire/);
    expect(await drawer.getByText(/Glorifying violence \d+\.\d+\.\d+, rule/).isVisible()).toBe(true);
    expect(await drawer.getByText('As for an ordinary account').locator('..').textContent()).toMatch(/removed/);
    expect(await drawer.getByText('Applied', { exact: true }).locator('..').textContent()).toMatch(/behind a notice/);
    await drawer.getByText('Approved by').waitFor();
    expect(await drawer.getByText('Approved by').locator('..').textContent()).toMatch(/;/);
    expect(await drawer.getByText('Ends', { exact: true }).locator('..').textContent()).toMatch(/\d{4}/);
    await drawer.getByRole('heading', { name: 'The same words elsewhere' }).waitFor();
    await drawer.getByText('Facewall', { exact: true }).first().waitFor();
    await drawer.getByRole('group').filter({ hasText: 'Glorifying violence' }).locator('summary').click();
    await drawer.getByText('The decision as JSON').click();
    const json = JSON.parse((await drawer.locator('pre').textContent()) ?? '');
    expect(json.departures).toHaveLength(1);
    expect(json.baseline.rung).toBe('removed');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await hasFocus(opener)).toBe(true);
    await end();
  });

  test('keeps the focus inside while it is open', async () => {
    const { page, end } = await visit();
    await message(page, 'Postal ballots').getByRole('button', { name: 'Decision on Facewall' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.waitFor();
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab');
      expect(await drawer.evaluate((element) => element.contains(element.ownerDocument.activeElement))).toBe(true);
    }
    await drawer.getByRole('button', { name: 'Close' }).click();
    await drawer.waitFor({ state: 'detached' });
    await end();
  });
});

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
    await drawer.locator('summary').filter({ hasText: 'Glorifying violence' }).click();
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

  test('has an address: reload keeps it, back closes it, forward opens it', async () => {
    const { page, end } = await visit();
    const opener = message(page, 'Looting and gunfire').getByRole('button', { name: 'Decision on Chirp' });
    await opener.click();
    const drawer = page.getByRole('dialog', { name: 'Chirp: behind a notice' });
    await drawer.waitFor();
    expect(new URL(page.url()).hash).toMatch(/^#decision=[\w-]+$/);
    await page.reload();
    await drawer.getByText('Approved by').waitFor();
    expect(await drawer.locator('blockquote').textContent()).toContain('gunfire');
    await page.goBack();
    await drawer.waitFor({ state: 'detached' });
    expect(new URL(page.url()).hash).toBe('');
    await page.goForward();
    await drawer.waitFor();
    // Twice at once is still one step back.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await expect.poll(() => new URL(page.url()).hash).toBe('');
    await end();
  });

  test('opens by its address alone, and closing it stays on the page', async () => {
    const { page, end } = await visit();
    await page.getByRole('radio', { name: 'An ordinary account' }).first().click();
    await message(page, 'Looting and gunfire').getByText('This post was removed').first().waitFor();
    await message(page, 'Looting and gunfire').getByRole('button', { name: 'Decision on Facewall' }).click();
    await page.getByRole('dialog', { name: 'Facewall: removed' }).waitFor();
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await page.getByRole('dialog', { name: 'Facewall: removed' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(new URL(page.url()).hash).toBe('');
    expect(await page.getByRole('radio', { name: 'An ordinary account' }).first().isChecked()).toBe(true);
    await end();
  });

  test('of a text that was tried, the address has the text', async () => {
    const { page, end } = await visit();
    await page.getByRole('textbox', { name: 'Your post' }).fill('Looting will be answered with shooting & more.');
    const verdict = page.getByRole('region', { name: 'Write one yourself' }).getByRole('region', { name: 'Chirp' });
    await verdict.getByRole('button', { name: 'Decision' }).click();
    await page.getByRole('dialog', { name: 'Chirp: behind a notice' }).waitFor();
    await page.reload();
    const drawer = page.getByRole('dialog', { name: 'Chirp: behind a notice' });
    await drawer.waitFor();
    expect(await drawer.locator('blockquote').textContent()).toBe('Looting will be answered with shooting & more.');
    await drawer.getByRole('button', { name: 'Close' }).click();
    await drawer.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Your post' }).inputValue()).toMatch(/^Looting .* & more\.$/);
    await end();
  });

  test('says so where there is no such decision', async () => {
    const { page, close } = await visit();
    await page.goto(`${new URL(page.url()).origin}/#decision=none`);
    await page.reload();
    await page.getByRole('dialog', { name: 'Decision' }).getByText('no decision').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await close();
  });
});

/** Changing a policy's rules: which of the demo's posts would come out otherwise, and where an edit is wrong. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasFocus, useVisits } from './support/visit.ts';

const scene = (page: Page) => page.getByRole('region', { name: 'Change a rule' });
const editor = (page: Page) => page.getByRole('textbox', { name: /^Rules of / });
const heading = (page: Page) =>
  scene(page)
    .getByRole('status')
    .filter({ hasText: /would change/ });

async function openEditor(page: Page): Promise<void> {
  await scene(page).scrollIntoViewIfNeeded();
  await editor(page).waitFor();
}

describe('the rules', () => {
  const visit = useVisits();

  test('without exemptions the hidden message is removed, and Facewall’s copy too', async () => {
    const { page, end } = await visit();
    await openEditor(page);
    expect(await heading(page).textContent()).toBe('No post would change');
    await scene(page).getByRole('button', { name: 'No exemptions' }).click();
    await scene(page)
      .getByText(/posts would change$/)
      .waitFor();
    const flips = scene(page).getByRole('listitem').filter({ hasText: 'becomes' });
    expect(await flips.allTextContents()).toEqual([
      expect.stringMatching(/Chirp.*behind a notice.*becomes removed/),
      expect.stringMatching(/Facewall.*untouched.*becomes removed/),
    ]);
    await scene(page).getByRole('button', { name: 'As it was' }).click();
    await scene(page).getByText('No post would change').waitFor();
    await end();
  });

  test('judges what is typed', async () => {
    const { page, end } = await visit();
    await openEditor(page);
    await scene(page).getByRole('button', { name: 'Every rule in the shadow' }).click();
    await scene(page)
      .getByText(/posts? would change$/)
      .waitFor();
    const flips = scene(page).getByRole('listitem').filter({ hasText: 'becomes' });
    expect(await flips.filter({ hasText: 'behind a notice' }).textContent()).toMatch(/becomes untouched/);
    await end();
  });

  test('each change on offer changes a post, for every policy', async () => {
    const { page, end } = await visit();
    await openEditor(page);
    const policies = await scene(page).getByRole('combobox').getByRole('option').allTextContents();
    expect(policies.length).toBeGreaterThan(3);
    for (const policy of policies) {
      await scene(page).getByRole('combobox').selectOption(policy);
      await page.getByRole('textbox', { name: `Rules of ${policy}` }).waitFor();
      const changes = scene(page).getByRole('group', { name: 'Changes to try' });
      const offered = await changes.getByRole('button', { disabled: false }).allTextContents();
      expect(offered, policy).toContain('Every rule in the shadow');
      if (policy === 'Glorifying violence') expect(offered).toHaveLength(4);
      for (const name of offered) {
        await changes.getByRole('button', { name }).click();
        await expect.poll(() => heading(page).textContent(), { message: `${policy}: ${name}` }).toMatch(/^[1-9]\d* of/);
        await scene(page).getByRole('button', { name: 'As it was' }).click();
        await expect.poll(() => heading(page).textContent()).toBe('No post would change');
      }
    }
    await end();
  });

  test('shows where an edit is wrong, keeps the policy as it was, and lets it be mended', async () => {
    const { page, end } = await visit();
    await openEditor(page);
    await editor(page).focus();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('nonsense: [1\n');
    const problems = scene(page).getByRole('status', { name: 'Problems' });
    await expect.poll(() => problems.textContent()).toMatch(/\d+:\d+/);
    expect(await scene(page).getByText('The edit does not check yet').isVisible()).toBe(true);
    await expect.poll(() => scene(page).locator('.cm-lint-marker-error').count()).toBeGreaterThan(0);
    await scene(page).getByRole('button', { name: 'As it was' }).click();
    await scene(page).getByText('Not edited yet').waitFor();
    await end();
  });

  test('Tab leaves the editor', async () => {
    const { page, end } = await visit();
    await openEditor(page);
    await editor(page).focus();
    await page.keyboard.press('Tab');
    const button = scene(page).getByRole('button', { name: 'No exemptions' });
    expect(await hasFocus(button)).toBe(true);
    await end();
  });
});

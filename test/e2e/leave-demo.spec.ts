/** The demo is left with one button, for a workspace of one's own, signed in. */
import { describe, expect, test } from 'vitest';
import { useVisits } from './support/visit.ts';

const LEFT_URL = process.env.EVENHAND_E2E_LEAVE_URL ?? '';

describe('leaving the demo', () => {
  const visit = useVisits();

  test('a demo that was asked for stays', async () => {
    const { page, end } = await visit();
    expect(await page.getByRole('button', { name: 'Leave the demo' }).count()).toBe(0);
    await end();
  });

  test('opens an own, empty workspace', async () => {
    const { page, close } = await visit({ url: LEFT_URL });
    await page.getByRole('button', { name: 'Leave the demo' }).click();
    await page.getByRole('heading', { name: 'This workspace is yours' }).waitFor();
    expect(await page.getByText('Demo', { exact: true }).count()).toBe(0);
    // Signed in: the register can be read, and it has nothing of the demo.
    const register = await page.request.get(`${LEFT_URL}/v1/exemptions`);
    expect(await register.json()).toMatchObject({ items: [] });
    // While the server closed the one and opened the other nobody answered, of which the browser complains.
    await close();
  });
});

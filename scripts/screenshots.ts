/** Takes the pictures of docs/images anew from a running demo: `node scripts/screenshots.ts http://127.0.0.1:4390`. */
import { chromium, type Page } from 'playwright-core';

const url = process.argv[2] ?? 'http://127.0.0.1:4390';
const folder = new URL('../docs/images/', import.meta.url).pathname;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});

async function shoot(name: string, prepare: (page: Page) => Promise<void>, { phone = false, dark = false } = {}) {
  const context = await browser.newContext({
    viewport: phone ? { width: 360, height: 780 } : { width: 1360, height: 850 },
    deviceScaleFactor: phone ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  await prepare(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${folder}${name}.png` });
  await context.close();
}

const scene = (name: string) => async (page: Page) => {
  const region = page.getByRole('region', { name });
  await region.evaluate((node: { scrollIntoView(how: object): void }) => node.scrollIntoView({ block: 'start' }));
};

await shoot('first-screen', async () => {});
await shoot('first-screen-dark', async () => {}, { dark: true });
await shoot('phone', async () => {}, { phone: true });
await shoot('ordinary-account', async (page) => {
  await page.getByRole('radio', { name: 'An ordinary account' }).first().click();
});
await shoot('decision', async (page) => {
  await page
    .getByRole('region', { name: 'Looting and gunfire' })
    .getByRole('button', { name: 'Decision on Chirp' })
    .click();
});
await shoot('write', scene('Write one yourself'));
await shoot('rules', async (page) => {
  await scene('Change a rule')(page);
  await page.getByRole('textbox', { name: /^Rules of / }).waitFor();
  await page.getByRole('button', { name: 'No exemptions' }).click();
  await page.getByRole('listitem').filter({ hasText: 'becomes' }).first().waitFor();
});
await shoot('evenness', scene('Is it even?'));
await browser.close();

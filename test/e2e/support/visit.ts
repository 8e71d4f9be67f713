/** Opens the page as a stranger would, and notes whatever a stranger should not meet. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

const URL_OF_DEMO = process.env.EVENHAND_E2E_URL ?? 'http://127.0.0.1:4390';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESK = { width: 1360, height: 850 };
export const PHONE = { width: 360, height: 740 };

export type Look = {
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: 'light' | 'dark';
  readonly stillness?: boolean;
  /** Another server than the one for all. */
  readonly url?: string;
};

export type Visit = {
  readonly page: Page;
  /** Complaints of the browser, errors of the page, requests to elsewhere. */
  readonly troubles: readonly string[];
  /** Closes, and fails if there was trouble. */
  readonly end: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** One browser for a file's tests. */
export function useVisits(): (look?: Look) => Promise<Visit> {
  let browser: Browser;
  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
  });
  afterAll(() => browser.close());
  return (look = {}) => visit(browser, look);
}

async function visit(browser: Browser, look: Look): Promise<Visit> {
  const size = look.size ?? DESK;
  const context = await browser.newContext({
    viewport: size,
    colorScheme: look.theme ?? 'light',
    reducedMotion: look.stillness ? 'reduce' : 'no-preference',
    isMobile: size.width < 600,
    hasTouch: size.width < 600,
  });
  const url = look.url ?? URL_OF_DEMO;
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(url).origin) troubles.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const close = () => context.close();
  const end = async () => {
    await close();
    expect(troubles).toEqual([]);
  };
  return { page, troubles, end, close };
}

/** One message of the story, as a region of the page. */
export const message = (page: Page, title: string): Locator => page.getByRole('region', { name: title, exact: true });
/** The post of a message on one platform. */
export const postOn = (page: Page, title: string, platform: string): Locator =>
  message(page, title).locator(`article[data-platform="${platform}"]`);

export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement);
}

/** Tabs until the element has the focus; fails if it never gets it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the focus never came there by Tab');
}

export async function expectAxeClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** True where the element is wholly inside what is seen without scrolling. */
export async function isSeen(page: Page, target: Locator): Promise<boolean> {
  const box = await target.boundingBox();
  const size = page.viewportSize();
  return box !== null && size !== null && box.y >= 0 && box.y + box.height <= size.height;
}

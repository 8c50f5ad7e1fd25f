import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '#lib/run/commands/find-chromium';
import { runAsProgram } from '#lib/run/commands/program';
import { runProduct } from './kit/run-product.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'images');
const pictures = [
  { name: 'overview', path: '/overview' },
  { name: 'devices', path: '/devices?verdict=noncompliant' },
] as const;

/** Takes the README's pictures of the demo fleet, once most of its reports are confirmed. Needs a web build. */
await runAsProgram(async () => {
  await mkdir(folder, { recursive: true });
  const executablePath = await findChromium(new AbortController().signal);
  const product = await runProduct();
  const browser = await chromium.launch({
    ...(executablePath !== null && { executablePath }),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    await page.goto(product.link);
    await page.waitForURL('**/overview');
    await page.getByRole('link', { name: /^2\d\d reports$/ }).waitFor();
    for (const { name, path } of pictures) {
      await page.goto(new URL(path, product.url).href);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(folder, `${name}.png`) });
    }
    await page.goto(
      new URL('/devices?verdict=noncompliant&azureComplianceStatus=successful', product.url).href,
    );
    await page.locator('[data-row] a').first().click();
    await page.getByRole('heading', { level: 2, name: 'What Azure knows' }).waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(folder, 'device.png') });
  } finally {
    await browser.close();
    await product.stop();
  }
});

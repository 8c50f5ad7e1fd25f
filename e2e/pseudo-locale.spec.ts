import { expect, type Page, test } from '@playwright/test';
import { locales } from '#lib/i18n/locales';
import { places } from './kit/console-places.ts';
import { brokenLayout, sizes } from './kit/expect-accessible.ts';
import { product } from './kit/product.ts';
import { takePicture } from './kit/take-picture.ts';

/** The pseudo language replaces these letters: a word of theirs that is left was not translated, or is data. */
const names = /^(iOS|iPadOS|Android|macOS|Windows|CSV|NDJSON|CEF|UTC|GMT|English)$/;
/** What Intl writes by itself: dates, relative times, lists */
const intl =
  /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December|Mon|Tue|Wed|Thu|Fri|Sat|Sun|ago|now|yesterday|tomorrow|seconds?|minutes?|hours?|days?|weeks?|months?|years?|sec|min|hr|mo|and|Standard|Time|Japan)$/;

/** So that one run shows all that is wrong; it waits only for as long as a layout may take. */
const softly = expect.configure({ soft: true, timeout: 5000 });

/**
 * Words in plain letters that stand neither in the data nor among names, outside of code and times. Letters beside digits are
 * part of an id.
 */
async function untranslated(page: Page, data: string): Promise<string[]> {
  const words = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (
        !parent?.checkVisibility() ||
        parent.closest('code, pre, time, select, script, style, [translate="no"]')
      )
        continue;
      found.push(...(node.textContent?.match(/\b[A-Za-z]{3,}\b/g) ?? []));
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (element.closest('code, pre, time, [translate="no"]')) continue;
      for (const name of ['aria-label', 'placeholder']) {
        found.push(...(element.getAttribute(name)?.match(/\b[A-Za-z]{3,}\b/g) ?? []));
      }
    }
    return found;
  });
  const known = data.toLowerCase();
  return [...new Set(words)].filter(
    (word) => !names.test(word) && !intl.test(word) && !known.includes(word.toLowerCase()),
  );
}

/** Texts of ours that do not fit where they stand. */
async function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut = (element: Element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const wide =
        overflowX !== 'visible' && overflowX !== 'auto' && element.scrollWidth > element.clientWidth + 1;
      const high =
        overflowY !== 'visible' && overflowY !== 'auto' && element.scrollHeight > element.clientHeight + 1;
      return element.clientWidth > 1 && (wide || high);
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.checkVisibility() && element.textContent?.includes('⟧') && cut(element))
      .filter((element) => element.closest('.sr-only, select, script') === null)
      .map((element) => element.outerHTML.slice(0, 300));
  });
}

test('no text is hard-coded, and none is cut when it is longer, on a desk and on a phone', async ({
  page,
  context,
  baseURL,
}) => {
  test.setTimeout(400_000);
  await context.addCookies([{ name: 'tenko_locale', value: 'en-XA', url: baseURL ?? '' }]);
  const headers = { authorization: `Bearer ${product().apiKey}` };
  for (const { path, data, untranslated: same = '' } of await places(page)) {
    const read = async () => {
      const answers = await Promise.all(data.map((address) => page.request.get(address, { headers })));
      return (await Promise.all(answers.map((answer) => answer.text()))).join(' ');
    };
    let texts = `${same} ${await read()}`;
    await page.setViewportSize(sizes.desktop);
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // One load for both: what a size changes is the layout, once the page knows of it.
    for (const [size, viewport] of Object.entries(sizes)) {
      const where = `${path} on ${size}`;
      await page.setViewportSize(viewport);
      await takePicture(page, `pseudo${path.split('?')[0]?.replaceAll('/', '-')}-${size}`);
      const untranslatedNow = async () => {
        const found = await untranslated(page, texts);
        // The page may have data that came after these were read.
        if (found.length > 0) texts += await read();
        return found;
      };
      const wrong = async () => ({
        untranslated: await untranslatedNow(),
        clipped: await clipped(page),
        overflow: await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      });
      await softly.poll(wrong, where).toEqual({ untranslated: [], clipped: [], overflow: 0 });
    }
  }
});

/** A wide screen, a laptop and a small phone. */
const widths = [1920, 1280, 360];

/** The list again, with one line a row */
const compactList = '/devices?sort=-name';

/** Every page has the language with the longest words and another one; those that are looked at most have all. */
async function looks(page: Page): Promise<{ path: string; locale: string }[]> {
  const found = (await places(page)).map(({ path }) => path).filter((path) => !path.includes('new?kind='));
  const all = [...found, compactList];
  return all.flatMap((path, index) => {
    const often =
      ['/overview', '/devices?sort=name', compactList].includes(path) || /^\/devices\/[^/]+$/.test(path);
    const other = locales[index % locales.length] ?? 'ja';
    const chosen: readonly string[] = often ? locales : [...new Set(['de', other])];
    return chosen.map((locale) => ({ path, locale }));
  });
}

test('no word is broken, and nothing is cut or on two lines, in all languages and sizes', async ({
  page,
  context,
  baseURL,
}) => {
  test.setTimeout(400_000);
  for (const { path, locale } of await looks(page)) {
    const density = path === compactList ? 'compact' : 'comfortable';
    const cookies = { tenko_locale: locale, tenko_list: encodeURIComponent(JSON.stringify({ density })) };
    await context.addCookies(
      Object.entries(cookies).map(([name, value]) => ({ name, value, url: baseURL ?? '' })),
    );
    await page.goto(path, { waitUntil: 'domcontentloaded' });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const wrong = async () => ({
        broken: await brokenLayout(page),
        overflow: await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      });
      await softly.poll(wrong, `${path} in ${locale} at ${width}`).toEqual({ broken: [], overflow: 0 });
    }
  }
});

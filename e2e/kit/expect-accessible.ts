import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { RunOptions } from 'axe-core';
import { takePicture } from './take-picture.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All that a theme changes is colors: the other rules of axe read the same document in both. */
const rulesOfColor = ['color-contrast', 'link-in-text-block'];

interface Look {
  /** The part to look at; the rest was before */
  within?: string;
  /** The name of a picture of each theme */
  picture?: string;
}

/** Axe finds nothing wrong in the light and in the dark theme, and nothing scrolls sideways. */
export async function expectAccessible(page: Page, { within = 'html', picture }: Look = {}): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // What a list shows while its next page is on its way is dimmed on purpose, and about to go.
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await page.evaluate(async () => {
      const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
      await Promise.allSettled(changing.map(({ finished }) => finished));
    });
    if (picture !== undefined) await takePicture(page, `${picture}-${colorScheme}`);
    const found = await violations(page, within, colorScheme === 'light' ? null : rulesOfColor);
    expect([picture, colorScheme, found]).toEqual([picture, colorScheme, []]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => wideElements(page)).toEqual([]);
}

/** The rules that are broken, each with the elements that break it. A document loads axe once, for all looks at it. */
async function violations(page: Page, within: string, rules: string[] | null): Promise<unknown[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  // Half of a look is describing what is right.
  const options: RunOptions = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  return page.evaluate(
    async ([element, how]) => {
      const found = await window.axe.run({ include: [[element]] }, how);
      return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    },
    [within, options] as const,
  );
}

declare global {
  interface Window {
    axe: typeof import('axe-core');
  }
}

/** A window on a desk, and a phone. */
export const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

/** The same in both sizes, without another load: all that they change is the layout. The page is left as on a phone. */
export async function expectAccessibleInAllSizes(page: Page, look: Look = {}): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await expectAccessible(page, { ...look, ...(look.picture && { picture: `${look.picture}-${size}` }) });
  }
}

/** What makes the page scroll sideways. */
function wideElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= window.innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right >= scrollWidth - 1)
      .map((element) => element.outerHTML.slice(0, 300));
  });
}

/**
 * What a layout does to texts and must not: words broken in the middle, statuses, column names and labels of buttons on two
 * lines where there is room for one, and text that is cut without a sign of it. Ids and names from outside may be one long
 * word, and are left out.
 */
export function brokenLayout(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const given =
      'bdi, code, pre, textarea, select, option, script, style, title, [translate="no"], .sr-only';
    const shown = (element: Element) => element.checkVisibility() && element.closest(given) === null;
    const where = (element: Element | null) =>
      (element?.closest('[class]')?.className.toString() ?? '').slice(0, 80);
    const wrong: string[] = [];
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement: parent, textContent: text } = node;
      if (parent === null || text === null || !shown(parent)) continue;
      for (const { index, 0: word } of text.matchAll(
        /[\p{Script=Latin}\p{Script=Hangul}\p{M}\p{N}’']{2,}/gu,
      )) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 4)));
        if (lines.size > 1) wrong.push(`broken word: ${word} in ${where(parent)}`);
      }
    }
    const isWide = window.matchMedia('(width >= 56rem)').matches;
    // A title may take two lines, as a button that folds its part, too.
    const oneLine = isWide ? '.sheet .status, thead th, main button' : 'main :not(h2) > button';
    for (const element of document.querySelectorAll(oneLine)) {
      if (!shown(element) || element.closest('.breaks-words, ul, ol') !== null) continue;
      const rects: DOMRect[] = [];
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        range.selectNodeContents(text);
        if (text.parentElement?.closest('.sr-only') === null) rects.push(...range.getClientRects());
      }
      const [top, bottom] = [rects.map((one) => one.top), rects.map((one) => one.bottom)];
      const lines = rects.length === 0 ? 0 : Math.max(...bottom) - Math.min(...top);
      if (lines > 34) wrong.push(`two lines: ${element.textContent} in ${where(element)}`);
    }
    for (const element of document.querySelectorAll('body *:not(input)')) {
      const { overflowX, textOverflow } = getComputedStyle(element);
      if (overflowX !== 'hidden' && overflowX !== 'clip') continue;
      const cut = element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1;
      if (
        cut &&
        textOverflow !== 'ellipsis' &&
        element.checkVisibility() &&
        element.closest('.sr-only') === null
      )
        wrong.push(`cut: ${element.textContent?.slice(0, 60)} in ${where(element)}`);
    }
    return [...new Set(wrong)];
  });
}

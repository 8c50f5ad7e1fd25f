import { expect, type Page, test } from '@playwright/test';

const focusedRow = (page: Page) => page.locator('[data-row]:focus');

/** Where the focused row is cut off, in pixels above and below; neither: it is all in view. */
function cutOff(page: Page) {
  return page.evaluate(() => {
    const row = document.activeElement?.closest('[data-row]')?.getBoundingClientRect();
    const scroller = document.querySelector('.table-scroller');
    const head = scroller?.querySelector('thead')?.getBoundingClientRect().bottom ?? 0;
    if (row === undefined || scroller === null) return 'no row has the focus';
    // On a phone the page scrolls, and the table has no head.
    const wide = window.matchMedia('(width >= 56rem)').matches;
    const bottom = wide ? scroller.getBoundingClientRect().bottom : window.innerHeight;
    const above = Math.round((wide ? head : 0) - row.top);
    const below = Math.round(row.bottom - bottom);
    return above > 1 || below > 1 ? { above, below } : 'in view';
  });
}

for (const [size, viewport] of Object.entries({
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
})) {
  test.describe(size, () => {
    test.use({ viewport });
    test('wherever the keys lead on a busy machine, the row comes into view', async ({ page }) => {
      test.slow();
      await page.goto('/devices?sort=name');
      await page.locator('[data-row]').first().press('ArrowDown');
      await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '3');
      const browser = await page.context().newCDPSession(page);
      // Time passes between a scroll and its event: rows are measured, and others change places with them.
      await browser.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      for (const key of ['End', 'PageUp', 'PageUp', 'Home', 'PageDown', 'End', 'n', 'End', 'p', 'End', 'n']) {
        await test.step(key, async () => {
          const before = (await focusedRow(page).getAttribute('data-row')) ?? '';
          await page.keyboard.press(key);
          await expect(focusedRow(page)).not.toHaveAttribute('data-row', before);
          await expect.poll(() => cutOff(page)).toBe('in view');
        });
      }
    });
  });
}

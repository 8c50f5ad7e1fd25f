import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { focusedRow, rows } from './device-rows.ts';

/** How far the first row in view is from the table's top. */
function topmost(page: Page) {
  return page.evaluate(() => {
    const scroller = document.querySelector('.table-scroller');
    const head = scroller?.querySelector('thead')?.getBoundingClientRect().bottom ?? 0;
    const row = [...document.querySelectorAll('[data-row]')].find(
      (one) => one.getBoundingClientRect().bottom > head + 1,
    );
    return `${row?.getAttribute('data-row')} ${Math.round((row?.getBoundingClientRect().top ?? 0) - head)}`;
  });
}

test('columns, their order and width, and the density are kept', async ({ page }) => {
  await page.goto('/devices');
  await page.getByRole('button', { name: 'Table layout' }).click();
  const dialog = page.getByRole('dialog', { name: 'Table layout' });
  await dialog.getByRole('checkbox', { name: 'Serial number' }).check();
  await dialog.getByRole('checkbox', { name: 'Report time' }).uncheck();
  await dialog.getByRole('button', { name: 'Move Serial number up' }).press('Enter');
  await dialog.getByRole('slider', { name: 'Width of User' }).press('ArrowRight');
  await dialog.getByRole('radio', { name: 'Compact' }).check();
  await dialog.getByRole('button', { name: 'Done' }).click();

  const heads = page.getByRole('columnheader');
  const names = ['', 'Name', 'User', 'OS', 'Verdict', 'Azure status', 'Client code', 'Serial number'];
  const expected = [...names.slice(1), 'Last check-in'];
  const shown = async () => (await heads.allInnerTexts()).map((text) => text.trim()).slice(1, -1);
  await expect.poll(shown).toEqual(expected);
  const width = async () => (await heads.nth(2).boundingBox())?.width;
  const wide = await width();
  await page.reload();
  await expect.poll(shown).toEqual(expected);
  await expect(page.getByRole('grid')).toHaveAttribute('data-density', 'compact');
  expect(await width()).toBe(wide);

  const edge = await heads.nth(2).boundingBox();
  if (edge === null) throw new Error('the column is not shown');
  await page.mouse.move(edge.x + edge.width - 3, edge.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width + 57, edge.y + 10, { steps: 3 });
  await page.mouse.up();
  await expect.poll(width).toBeCloseTo(edge.width + 60, -1);
  await heads.nth(4).locator('[draggable="true"]').dragTo(heads.nth(2));
  await expect.poll(async () => (await shown())[1]).toBe('Verdict');

  await page.getByRole('button', { name: 'Table layout' }).click();
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect.poll(async () => (await shown()).at(-2)).toBe('Report time');
});

test('Back and a reload lead to where one was', async ({ page }) => {
  await page.goto('/devices?feed=demo&sort=name');
  await rows(page).first().focus();
  for (let screen = 0; screen < 4; screen++) {
    const before = (await focusedRow(page).getAttribute('data-row')) ?? '';
    await page.keyboard.press('PageDown');
    // A row takes the focus once it was scrolled to.
    await expect(focusedRow(page)).not.toHaveAttribute('data-row', before);
  }
  const index = await focusedRow(page).getAttribute('aria-rowindex');
  await expect(focusedRow(page)).toBeInViewport();
  await page.mouse.move(600, 500);
  await page.mouse.wheel(0, -75);
  await expect.poll(() => topmost(page)).toMatch(/-?\d+$/);
  let place = '';
  await expect
    .poll(async () => {
      const now = await topmost(page);
      const still = now === place;
      place = now;
      return still;
    })
    .toBe(true);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'What Azure knows' })).toBeVisible();
  await page.goBack();
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', index ?? '');
  await expect.poll(() => topmost(page)).toBe(place);
  await page.reload();
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', index ?? '');
  await expect.poll(() => topmost(page)).toBe(place);
});

test('a reload leads to where one was, on a slow computer, too', async ({ page, context }) => {
  await page.goto('/devices?feed=demo&sort=name');
  await rows(page).nth(2).focus();
  await page.keyboard.press('PageDown');
  await expect(focusedRow(page)).not.toHaveAttribute('aria-rowindex', '4');
  const index = await focusedRow(page).getAttribute('aria-rowindex');
  await expect
    .poll(() => page.evaluate(() => JSON.stringify(history.state?.tenkoList?.focused)))
    .toBe('true');
  const browser = await context.newCDPSession(page);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  await page.reload();
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', index ?? '');
});

for (const [size, viewport] of Object.entries({
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
})) {
  test.describe(`${size}`, () => {
    test.use({ viewport });
    test('all states of the list are accessible and fit', async ({ page }) => {
      // Four looks of axe at a full page: a busy machine takes its time.
      test.slow();
      await page.goto('/devices?verdict=noncompliant&limit=200');
      await rows(page).first().getByRole('checkbox').check();
      await rows(page).nth(1).getByRole('button').click();
      await check(page, `menu-${size}`);
      await page.getByRole('menuitem', { name: 'Quick look' }).click();
      await expect(page.getByText('What to do next')).toBeVisible();
      await check(page, `quick-look-${size}`, '.quick-look');
      await page.getByRole('button', { name: 'Close the quick look' }).click();
      await page.getByRole('button', { name: 'Table layout' }).click();
      await page.getByRole('radio', { name: 'Compact' }).check();
      await check(page, `layout-${size}`, 'dialog[open]');
      await page.getByRole('button', { name: 'Done' }).click();
      await page.getByRole('button', { name: 'Retire…' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await check(page, `retire-${size}`, 'dialog[open]');
    });
  });
}

/** `within`: the part that is new; the rest was looked at before. */
async function check(page: Page, state: string, within = 'body'): Promise<void> {
  await expectAccessible(page, { within, picture: `list-${state}` });
}

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
  test.describe(`keys on ${size}`, () => {
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

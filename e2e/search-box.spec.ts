import { expect, type Page, type Route, test } from '@playwright/test';

/** What is typed last wins, however late answers and drawings are. */

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search' });
/** How long the box waits for more */
const quietMs = 250;
const rows = (page: Page) => page.locator('[data-row]');

/** Holds the answers to searches until they are let go, the newest first. */
async function holdSearches(page: Page, path: string) {
  const held: Route[] = [];
  await page.route(
    (url) => url.pathname === path && url.searchParams.has('q'),
    (route) => void held.push(route),
  );
  return {
    held,
    async letGo() {
      for (const route of held.splice(0).reverse()) await route.continue().catch(() => undefined);
    },
  };
}

/**
 * A busy page: right after the search box has told what was typed, and before the page is drawn again, `then` is typed.
 * Timers are the box's own; the typing is what React hears of a real one.
 */
async function typeBeforeDrawing(page: Page, text: string, then: string): Promise<void> {
  await search(page).evaluate(
    (field: HTMLInputElement, [first, second, quiet]) => {
      const type = (value: string) => {
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
        set?.call(field, value);
        field.dispatchEvent(new Event('input', { bubbles: true }));
      };
      const usual = window.setTimeout;
      window.setTimeout = ((work: () => void, delay: number) => {
        if (delay !== quiet) return usual(work, delay);
        window.setTimeout = usual;
        const both = () => {
          work();
          type(second);
        };
        return usual(both, delay);
      }) as typeof window.setTimeout;
      type(first);
    },
    [text, then, quietMs] as const,
  );
}

test('a search box that is cleared before its search is drawn stays clear, and the list is whole', async ({
  page,
}) => {
  await page.goto('/devices?sort=name');
  await expect(rows(page).first()).toBeVisible();
  const first = await rows(page).first().getAttribute('data-row');
  const { held, letGo } = await holdSearches(page, '/api/v1/devices');
  await typeBeforeDrawing(page, 'no such device', '');
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await expect(page).toHaveURL(/devices\?sort=name$/);
  await letGo();
  await expect(search(page)).toHaveValue('');
  await expect(rows(page).first()).toHaveAttribute('data-row', first ?? '');
});

test('answers that come late, and in the wrong order, change neither the box nor its list', async ({
  page,
}) => {
  await page.goto('/devices?sort=name');
  await expect(rows(page).first()).toBeVisible();
  const { held, letGo } = await holdSearches(page, '/api/v1/devices');
  for (const [typed, count] of [
    ['no such', 1],
    ['iphone', 2],
  ] as const) {
    await search(page).fill(typed);
    await expect.poll(() => held.length).toBe(count);
  }
  await search(page).press('End');
  await search(page).pressSequentially(' 1', { delay: 20 });
  await letGo();
  await expect(search(page)).toHaveValue('iphone 1');
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await letGo();
  await expect(page).toHaveURL(/q=iphone(%20|\+)1/);
  await expect(rows(page).first()).toBeVisible();
  await page.goBack();
  await expect(search(page)).not.toHaveValue('iphone 1');
});

test('the audit log follows what is typed last, too', async ({ page }) => {
  await page.goto('/audit');
  const { held, letGo } = await holdSearches(page, '/api/v1/audit-events');
  await typeBeforeDrawing(page, 'nothing like it', 'sign');
  await expect(page).toHaveURL(/q=sign/);
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await letGo();
  await expect(search(page)).toHaveValue('sign');
});

test('ids pasted one a line find each of their devices', async ({ page }) => {
  await page.goto('/devices?sort=name');
  const names = await rows(page).evaluateAll((all) =>
    all.slice(0, 3).map((row) => row.getAttribute('data-row')),
  );
  const ids: string[] = [];
  for (const id of names) {
    const device = await (await page.request.get(`/api/v1/devices/${id}`)).json();
    ids.push(device.externalId);
  }
  await search(page).evaluate(
    (field: HTMLInputElement, text) => {
      const data = new DataTransfer();
      data.setData('text', text);
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    `${ids.join('\r\n')}\r\n`,
  );
  await expect(search(page)).toHaveValue(ids.join(' ↵ '));
  await expect(rows(page)).toHaveCount(3);
  await page.reload();
  await expect(search(page)).toHaveValue(ids.join(' ↵ '));
  await expect(rows(page)).toHaveCount(3);
  await search(page).fill('x '.repeat(900));
  await expect(page.getByRole('alert').filter({ hasText: 'The search is too long' })).toHaveCount(0);
  await search(page).fill(Array.from({ length: 101 }, (_, line) => `n${line}`).join(' ↵ '));
  await expect(page.getByText('The search is too long')).toBeVisible();
});

test('while another page is on its way, nothing selects the rows of the page before', async ({ page }) => {
  await page.goto('/devices?sort=name&limit=50');
  await expect(rows(page).first()).toBeVisible();
  const held: Route[] = [];
  await page.route(
    (url) => url.pathname === '/api/v1/devices' && url.searchParams.has('cursor'),
    (route) => void held.push(route),
  );
  await page.getByRole('button', { name: 'Next' }).click();
  await expect.poll(() => held.length).toBeGreaterThan(0);
  const all = page.getByRole('checkbox', { name: 'Select all on this page' });
  await expect(all).toBeDisabled();
  await rows(page).first().focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('region', { name: 'Selection' })).toHaveCount(0);
  for (const route of held.splice(0)) await route.continue();
  await expect(all).toBeEnabled();
  await all.check();
  await expect(page.getByRole('region', { name: 'Selection' }).getByText('50 selected')).toBeVisible();
});

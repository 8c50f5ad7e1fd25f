import { expect, type Page, type Route, test } from '@playwright/test';
import { expectAccessible } from './kit/expect-accessible.ts';
import { takePicture } from './kit/take-picture.ts';

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

const paste = (page: Page, text: string) =>
  search(page).evaluate((field: HTMLInputElement, pasted) => {
    const data = new DataTransfer();
    data.setData('text', pasted);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);

/** Of the demo, whose devices all have serial numbers: other journeys add some without. */
async function demoDevices(page: Page) {
  return (await (await page.request.get('/api/v1/devices?feed=demo&sort=name&limit=3')).json()).items;
}

test('pasted ids find each of their devices, and tell which found none', async ({ page }) => {
  const [first, second, third] = await demoDevices(page);
  await page.goto('/devices?sort=name');
  await paste(
    page,
    `${first.externalId.toLowerCase()}\r\n${second.serialNumber}\tNOT-HERE\r\n${third.externalId}\r\n`,
  );
  await expect(rows(page)).toHaveCount(3);
  await expect(search(page)).toHaveValue('');
  const told = page.getByText('3 of 4 pasted values were found. Not found: NOT-HERE');
  await expect(told).toBeVisible();
  await page.reload();
  await expect(rows(page)).toHaveCount(3);
  await expect(told).toBeVisible();
  await page.getByRole('button', { name: 'Change filter Pasted values: 4 values' }).click();
  const values = page.getByRole('textbox', { name: /^Values, one per line/ });
  await expect(values).toHaveValue(/NOT-HERE/);
  await takePicture(page, 'pasted-values');
  await values.fill(`${first.externalId}, ${third.serialNumber}`);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('All 2 pasted values were found.')).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('dialog')).toContainText('Pasted values: 2 values');
  await page.getByRole('link', { name: 'Download' }).click();
  await download;
});

test('an address from elsewhere leads to its device, to all that are meant, or says that there is none', async ({
  page,
}) => {
  const [device] = await demoDevices(page);
  const { id } = device;
  const other = (await (await page.request.get('/api/v1/devices?sort=-name&limit=1')).json()).items[0];
  await page.goto(`/find?serialNumber=${device.serialNumber.toLowerCase()}`);
  await expect(page).toHaveURL(`/devices/${id}`);
  await page.goto(`/find?serialNumber=${device.serialNumber}&externalId=${other.externalId}`);
  await expect(page).toHaveURL(/\/devices\?id=/);
  await expect(rows(page)).toHaveCount(2);
  await page.goto('/find?azureDeviceId=007c8232-9489-4074-9b35-345b16f0a72d&feed=nowhere');
  await expect(page.getByRole('heading', { name: 'No device found' })).toBeVisible();
  await expect(page.getByText('007c8232-9489-4074-9b35-345b16f0a72d')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Devices only in Entra' })).toBeVisible();
  await expectAccessible(page);
  await takePicture(page, 'find-nothing');
});

test('lines of words are searched, and too long a text is refused', async ({ page }) => {
  await page.goto('/devices?sort=name');
  const names = await rows(page).evaluateAll((all) =>
    all.slice(0, 2).map((row) => row.getAttribute('data-row')),
  );
  const [first, second] = await Promise.all(
    names.map(async (id) => (await page.request.get(`/api/v1/devices/${id}`)).json()),
  );
  const lines = [`${first.externalId} ${first.serialNumber}`, `${second.externalId} ${second.serialNumber}`];
  await paste(page, `${lines.join('\r\n')}\r\n`);
  await expect(search(page)).toHaveValue(lines.join(' ↵ '));
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(search(page)).toHaveValue(lines.join(' ↵ '));
  await expect(rows(page)).toHaveCount(2);
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

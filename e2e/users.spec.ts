import { expect, type Page, test } from '@playwright/test';
import type { DeviceListItem } from '#lib/contract/device';
import { brokenLayout, expectAccessible, expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test as ownTest } from './kit/own-product.ts';
import { speak } from './kit/speak.ts';
import { takePicture } from './kit/take-picture.ts';

async function devices(page: Page, query: string): Promise<DeviceListItem[]> {
  return (await (await page.request.get(`/api/v1/devices?limit=200&${query}`)).json()).items;
}

/** A person of the demo with several devices, one of which is blocked for a violation; the others are let in. */
async function blockedPerson(page: Page) {
  const blocked = await devices(page, 'verdict=noncompliant&access=likely_blocked&managementState=managed');
  const all = await devices(page, '');
  for (const device of blocked) {
    const name = device.userPrincipalName ?? '';
    const own = all.filter(({ userPrincipalName }) => userPrincipalName === name);
    const others = own.filter(({ access }) => access.state === 'let_in');
    if (own.length > 1 && others.length === own.length - 1) return { name, device, own };
  }
  throw new Error('nobody in the demo has several devices, of which only one is blocked');
}

const answer = (page: Page) => page.getByRole('region', { name: 'Is the user let in?' });
const cards = (page: Page) => page.getByRole('list', { name: 'Devices of the user' }).getByRole('article');

test('the page of a person says first whether they are let in, then why and what to do on each device', async ({
  page,
}) => {
  const { name, device, own } = await blockedPerson(page);
  await page.goto(`/find?userPrincipalName=${name.toUpperCase()}`);
  await expect(page).toHaveURL(`/users/${encodeURIComponent(name.toUpperCase())}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await expect(page.getByText(device.userDisplayName ?? '').first()).toBeVisible();
  await expect(answer(page)).toContainText(
    `Let in on ${own.length - 1} of ${own.length} devices, likely blocked on 1`,
  );
  await expect(cards(page)).toHaveCount(own.length);
  const first = cards(page).first();
  await expect(first).toContainText('Likely blocked: ');
  await expect(first).toContainText('Why this verdict');
  await expect(first).toContainText('Who');
  await first.getByText('Show the last sign-ins on this device').click();
  await expect(first.getByText(/Microsoft lists only interactive|No sign-ins|sign-in/).first()).toBeVisible();
  await expectAccessibleInAllSizes(page, { picture: 'user' });
});

test('from the palette to the person, to the device that is blocked', async ({ page }) => {
  const { name, device } = await blockedPerson(page);
  await page.goto('/overview');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search devices, pages and actions' }).fill(name);
  const users = page.getByRole('group', { name: 'Users' }).getByRole('option');
  await expect(users).toHaveCount(1);
  await expect(users).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(page, { within: 'dialog[open]', picture: 'palette-user' });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await cards(page).first().getByRole('link', { name: device.name }).click();
  await expect(page).toHaveURL(`/devices/${device.id}`);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/users/${encodeURIComponent(name)}`);
});

test('it fits in every language that is hard to fit, and leads to the device and back', async ({ page }) => {
  const { name, device } = await blockedPerson(page);
  for (const locale of ['en', 'ja', 'de']) {
    await speak(page, locale);
    await page.goto(`/users/${encodeURIComponent(name)}`);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expect(page.getByRole('article').first()).toBeVisible();
      await expect.poll(() => brokenLayout(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([locale, width, overflow]).toEqual([locale, width, 0]);
      await takePicture(page, `user-${locale}-${width}`);
    }
  }
  await page.context().clearCookies({ name: 'tenko_locale' });
  await page.goto(`/users/${encodeURIComponent(name)}`);
  await page.getByRole('heading', { level: 2 }).getByRole('link', { name: device.name }).click();
  await expect(page).toHaveURL(`/devices/${device.id}`);
  await page
    .getByRole('main')
    .getByRole('link', { name: device.userDisplayName ?? name, exact: true })
    .click();
  await expect(page).toHaveURL(`/users/${encodeURIComponent(name)}`);
});

test('somebody who has no device is said to have none, with other ways to look, whatever the name', async ({
  page,
}) => {
  await page.goto('/users/nobody.here%40example.com');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('nobody.here@example.com');
  await expect(page.getByRole('heading', { name: 'No device of this user' })).toBeVisible();
  await expect(page.getByText('Tenko has sent this user no mail in the last 30 days.')).toBeVisible();
  await expectAccessibleInAllSizes(page, { picture: 'user-none' });
  await page.getByRole('link', { name: 'Search devices for “nobody.here”' }).click();
  await expect(page).toHaveURL('/devices?q=nobody.here');
  for (const name of [
    '<img src=x onerror="window.wasRun=true">',
    'a/b',
    'a#EXT#@b.example?x=1&y',
    '%',
    `${'x'.repeat(200)}@example.com`,
  ]) {
    await page.goto(`/users/${encodeURIComponent(name)}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
  }
  await expectAccessibleInAllSizes(page);
  for (const broken of ['%00', '%C3%28', 'x'.repeat(300)]) {
    const answered = await page.goto(`/users/${broken}`);
    expect([broken, (answered?.status() ?? 500) < 500]).toEqual([broken, true]);
  }
});

ownTest(
  'a person with many devices has the last ones, as they are now, and a way to all of them',
  async ({ page, own }) => {
    const name = 'kiosk#EXT#@example.com';
    const checkIn = async (numbers: number[], azure?: object) => {
      const answered = await page.request.post('/api/v1/check-ins', {
        headers: { authorization: `Bearer ${own.apiKey}` },
        data: {
          checkIns: numbers.map((number) => ({
            externalId: `kiosk-${number}`,
            checkedInAt: new Date().toISOString(),
            device: { name: `Kiosk ${number}`, os: 'ios', osVersion: '26.1' },
            user: { principalName: number % 2 === 0 ? name : name.toUpperCase() },
            violations: [],
            ...(azure && { azure }),
          })),
        },
      });
      expect(answered.ok()).toBe(true);
    };
    await checkIn(Array.from({ length: 21 }, (_, number) => number));
    await page.goto(`/users/${encodeURIComponent(name)}`);
    await expect(answer(page)).toContainText('Access is unknown on all 20 devices');
    await expect(cards(page)).toHaveCount(20);
    const third = cards(page).nth(2);
    const shown = (await third.getByRole('heading', { level: 2 }).textContent()) ?? '';
    await checkIn([Number(shown.replace('Kiosk ', ''))], { clientStatusCode: 'User_Canceled' });
    await expect(answer(page)).toContainText(
      'Let in on none of 20 devices, likely blocked on 1, unknown on 19',
    );
    await expect(third).toContainText(shown);
    await expect(third).toContainText('Likely blocked: the device is not registered with Microsoft');
    await answer(page).getByRole('link', { name: 'All devices of this user' }).click();
    await expect(page.getByRole('status').filter({ hasText: '21 devices' })).toBeVisible();
  },
);

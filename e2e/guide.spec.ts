import { expect, type Page, test } from '@playwright/test';
import { guideAnchor, guideTopics } from '#lib/client/guide/guide-topics';
import { type LinkedTopic, linkedEntries } from '#lib/client/guide/linked-entries';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { samples } from './kit/samples.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1, name: 'Guide: states and codes' });

test('the account menu and Ctrl-K lead to the guide, for every state of which there is an entry', async ({
  page,
}) => {
  await page.goto('/overview');
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('link', { name: 'Guide', exact: true }).click();
  await expect(heading(page)).toBeVisible();
  for (const topic of guideTopics) await expect(page.locator(`#${topic} h3`).first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('glossary');
  await expect(page.getByRole('option', { name: 'Guide' }).first()).toBeVisible();
});

test('a code is found by what it is called here, at Microsoft or in the API, and leads on to what to do', async ({
  page,
}) => {
  await page.goto('/guide');
  const search = page.getByRole('searchbox', { name: 'Find a state, field or code' });
  const found = page.getByRole('status').filter({ hasText: /\d+ entr/ });
  for (const words of [
    'Workplace_Join_Required',
    'msalerrorworkplacejoin',
    'register authenticator workplace',
  ]) {
    await search.fill(words);
    await expect(found).toHaveText('1 entry');
    const entry = page.locator('#client-code-Workplace_Join_Required');
    await expect(entry).toContainText('The device is not registered with Microsoft yet.');
    await expect(entry).toContainText('Who: The device’s user');
  }
  await search.fill('no such state');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await expectAccessibleInAllSizes(page, { picture: 'guide-nothing' });

  await search.fill('drift');
  await page.locator('#entra-drift').getByRole('link', { name: 'Find out why Entra differs' }).click();
  await expect(page).toHaveURL(/#step-look_at_drift$/);
  await expect(page.locator('#step-look_at_drift')).toBeInViewport();
  await expect(search).toHaveValue('');
});

test('the mark beside a title leads to what explains the page', async ({ page }) => {
  const { device } = await samples(page);
  const places = {
    [`/devices/${device}`]: 'access',
    '/devices': 'access',
    '/reports': 'report',
    '/policies': 'action',
    '/feeds': 'feed',
    '/connection': 'connection',
    '/alerts/deliveries': 'delivery',
  };
  for (const [path, topic] of Object.entries(places)) {
    await page.goto(path);
    await page.getByRole('link', { name: 'Explained in the guide' }).first().click();
    await expect(page).toHaveURL(new RegExp(`/guide#${topic}$`));
    await expect(page.locator(`#${topic}`)).toBeInViewport();
  }
});

test('every entry that something leads to is there', async ({ page }) => {
  await page.goto('/guide');
  const ids = await idsOf(page);
  const linked = Object.entries(linkedEntries).flatMap(([topic, entries]) =>
    entries.map((entry) => guideAnchor(topic as LinkedTopic, entry)),
  );
  expect(linked.length).toBeGreaterThan(100);
  expect(linked.filter((id) => !ids.includes(id))).toEqual([]);
});

test('statuses, fields and codes on the page of a device lead to their entries', async ({ page }) => {
  const { device } = await samples(page);
  await page.goto(`/devices/${device}`);
  await page.getByRole('button', { name: 'What do these mean?' }).click();
  const links = page.getByRole('main').getByRole('link', { name: /: explained in the guide$/ });
  const names = await links.evaluateAll((all) => all.map((link) => link.getAttribute('aria-label') ?? ''));
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  for (const name of ['Azure Device Identifier', 'Azure Client Status Code']) {
    expect(names).toContain(`${name}: explained in the guide`);
  }
  for (const topic of ['access', 'verdict', 'fields', 'status', 'client-code', 'obstacle', 'channel']) {
    expect(hrefs.filter((href) => href.startsWith(`/guide#${topic}-`))).not.toEqual([]);
  }
  await page.getByRole('link', { name: 'User_Canceled: explained in the guide' }).first().click();
  await expect(page.locator('#client-code-User_Canceled')).toBeInViewport();
  const ids = await idsOf(page);
  expect(hrefs.filter((href) => !ids.includes(href.replace('/guide#', '')))).toEqual([]);
});

const idsOf = (page: Page) => page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));

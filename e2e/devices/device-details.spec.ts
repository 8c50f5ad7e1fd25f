import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { checkIn, openFirst, phone } from './device-page.ts';

async function expectInside(page: Page, ...facts: Locator[]): Promise<void> {
  for (const fact of facts) await expect(fact).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
}

const cases = [
  ['User_Canceled', 'The user ended the web sign-in with Done or Cancel.', 'The device’s user'],
  ['Workplace_Join_Required', 'The device is not registered with Microsoft yet.', 'The device’s user'],
  ['Server_Declined_Scopes', 'Some of the requested permissions were not granted.', 'A tenant admin'],
] as const;

for (const [code, meaning, who] of cases) {
  test(`${code}: what it means, who can fix it, and why it cannot be reported`, async ({ page }) => {
    await openFirst(page, `clientStatusCode=${code}`);
    const next = page.getByRole('region', { name: 'Connect the client to Azure' });
    await expect(next).toContainText(meaning);
    await expect(next).toContainText(who);

    const azure = page.getByRole('region', { name: 'What Azure knows' });
    await expect(azure).toContainText(`The device cannot be reported: its client status code is ${code}.`);
    const report = page.getByRole('button', { name: 'Report now' });
    await expect(report).toBeDisabled();
    await expect(report).toHaveAccessibleDescription(new RegExp(`while its client status code is ${code}`));
  });
}

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
]) {
  test(`the answer stands on one screen of ${viewport.width} × ${viewport.height}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    for (const query of ['verdict=noncompliant&clientStatusCode=Success', 'clientStatusCode=User_Canceled']) {
      await openFirst(page, query);
      const azure = page.getByRole('region', { name: 'What Azure knows' });
      const states = page.getByRole('region', { name: 'Three states, side by side' });
      await expectInside(
        page,
        page.getByRole('heading', { level: 1 }),
        page.getByRole('region', { name: 'Why this verdict' }),
        page.getByText('What to do next'),
        page.getByText('Who', { exact: true }),
        states.getByText('Our verdict now'),
        states.getByText('Microsoft confirmed'),
        states.getByText('State in Entra'),
        azure.getByText('Azure Device Identifier'),
        azure.getByText('Azure Intune Device User UPN'),
      );
    }
  });
}

test('the timeline shows what changed, folds what did not, and narrows to a kind', async ({
  page,
  request,
}) => {
  const name = `t-${randomUUID().slice(0, 8)}`;
  const block = { violations: [{ policy: 'Encryption', action: 'block' }] };
  const quiet = [50, 40, 30].map((minutes) => phone(name, minutes));
  const [id] = await checkIn(request, [phone(name, 60), ...quiet, phone(name, 20, block)]);
  await page.goto(`/devices/${id}`);
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('Violated: Encryption (Block)');
  await expect(timeline).toContainText('3 check-ins without change');
  await expect(timeline).toContainText('First check-in');
  await page.getByRole('button', { name: 'Verdict changes', pressed: false }).click();
  await expect(timeline.getByRole('listitem').first()).toContainText('Verdict changed');
  await expect(timeline).not.toContainText('without change');
  await expect(page.getByText('The device violates no policy.')).toHaveCount(0);
  // What comes in meanwhile appears by itself.
  await checkIn(request, [phone(name, 10)]);
  await expect(timeline).toContainText('No longer violated: Encryption (Block)');
  await expect(page.getByText('The device violates no policy.')).toBeVisible();
});

test('an identifier is copied, and that is said', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openFirst(page, 'azureComplianceStatus=successful&verdict=compliant');
  const azure = page.getByRole('region', { name: 'What Azure knows' });
  await azure.getByRole('button', { name: 'Copy Azure Device Identifier' }).click();
  await expect(azure.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await expect(azure.locator('code').first()).toHaveText(copied);
});

test('duplicates are named, with the one that is reported', async ({ page, request }) => {
  const name = `w-${randomUUID().slice(0, 8)}`;
  const azure = { deviceId: randomUUID(), clientStatusCode: 'Success' };
  const [older, newer] = await checkIn(request, [
    phone(`${name}-a`, 20, { azure }),
    phone(`${name}-b`, 10, { azure }),
  ]);
  await page.goto(`/devices/${older}`);
  const panel = page.getByRole('region', { name: '1 other device is probably the same one' });
  await expect(panel).toContainText('Same: Azure device ID');
  await expect(panel).toContainText('Tenko reports that one to Microsoft');
  await expect(panel).toContainText('This one is reported');
  await panel.getByRole('link', { name: `Phone ${name}-b` }).click();
  await expect(page).toHaveURL(new RegExp(`/devices/${newer}`));
  await expect(page.getByText('Tenko reports only this one to Microsoft.')).toBeVisible();
});

test('what was wrong with check-ins is on the device', async ({ page, request }) => {
  const externalId = `i-${randomUUID().slice(0, 8)}`;
  const device = { name: externalId, osVersion: '26.1', model: '' };
  const [id] = await checkIn(request, [phone(externalId, 20, { device: { ...device, os: 'ios' } })]);
  await checkIn(request, [phone(externalId, 10, { device: { ...device, os: 'beos' } })]);
  await page.goto(`/devices/${id}`);
  const panel = page.getByRole('region', { name: 'Problems with check-ins' });
  await expect(panel).toContainText('Rejected check-ins change nothing');
  await expect(panel.getByRole('listitem').filter({ hasText: 'device.os' })).toContainText('Unknown value');
  await expect(panel.getByRole('listitem').filter({ hasText: 'device.model' })).toContainText(
    'treated as none',
  );
  await expectAccessible(page);
});

test('from the list on to the next device and back, by link and by key', async ({ page }) => {
  await openFirst(page, 'os=macos&sort=name');
  const place = page.getByRole('navigation', { name: 'Place in the list' });
  await expect(place.getByRole('link', { name: 'Back to the list' })).toHaveAttribute(
    'href',
    /os=macos&sort=name/,
  );
  const first = await page.getByRole('heading', { level: 1 }).textContent();
  await place.getByRole('link', { name: /^Next device/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(first ?? '');
  await expect(place.getByRole('link', { name: /^Previous device/ })).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(first ?? '');
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(first ?? '');
  await place.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page).toHaveURL(/\/devices\?os=macos&sort=name/);
});

for (const channel of ['partner', 'windows'])
  test(`What Entra decided (${channel}) opens with the last sign-ins, the reason in words, and the policy`, async ({
    page,
  }) => {
    const query = 'entraProblem=blank&verdict=noncompliant&azureComplianceStatus=successful';
    await openFirst(page, `channel=${channel}&${query}`);
    const panel = page.getByRole('region', { name: 'What Entra decided' });
    await panel.getByText('Show the last sign-ins on this device').click();
    const list = panel.getByRole('list', { name: 'What Entra decided' });
    await expect(list.getByRole('listitem')).toHaveCount(3);
    await expect(list).toContainText(
      'The device must be compliant, and Entra does not count it as compliant. (code 53000)',
    );
    await expect(list).toContainText(
      'Blocked by the policy: Require a compliant device for Office 365 Exchange Online',
    );
    await expect(list).toContainText('Let in');
    await expect(panel).toContainText('mail that syncs in the background may not appear');
    await expectAccessible(page);
  });

test('What-If says whether the device would be let in to an app now, which policies decide, and why', async ({
  page,
}) => {
  await openFirst(page, 'entraProblem=blank&verdict=noncompliant&azureComplianceStatus=successful');
  const panel = page.getByRole('region', { name: 'Would it be let in now?' });
  const open = panel.getByText('Ask Microsoft’s What-If');
  const ask = panel.getByRole('button', { name: 'Ask', exact: true });
  await open.click();
  await expect(panel).toContainText(
    'It does not consider the risk of the sign-in, existing sessions or the network.',
  );
  await ask.focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('status')).toHaveText('Would be turned away Exchange Online');
  const [deciding, other] = [panel.getByRole('listitem').first(), panel.locator('details details')];
  await expect(deciding).toContainText('Require a compliant device for Office 365 Exchange Online');
  await expect(deciding).toContainText('Compliant device not met');
  await expect(deciding).toContainText('Entra does not count it as compliant.');
  await other.getByText('1 policy does not apply').click();
  await expect(other).toContainText('Block devices with a noncompliant tag');
  await expect(other).toContainText('For other devices.');
  await expectAccessible(page);

  await panel.getByRole('combobox', { name: 'App' }).selectOption('Microsoft Teams');
  await ask.click();
  await expect(panel.getByRole('status')).toHaveText('Would be let in Microsoft Teams');
  await expect(panel).toContainText('No policy applies to this sign-in.');

  await page.setViewportSize({ width: 390, height: 844 });
  await panel.getByRole('combobox', { name: 'App' }).selectOption('Another app');
  const id = panel.getByRole('textbox', { name: 'Application ID' });
  await id.fill('not an id');
  await ask.click();
  await expect(id).toBeFocused();
  await expect(id).toHaveAccessibleDescription(/Enter an ID such as/);
  await id.fill('00000003-0000-0ff1-ce00-000000000000');
  await ask.click();
  await expect(panel.getByRole('status')).toHaveText('Would be let in 00000003-0000-0ff1-ce00-000000000000');
  await expectAccessible(page);
});

test('an unknown device is said to be unknown', async ({ page }) => {
  const answer = await page.goto('/devices/00000000-0000-7000-8000-000000000000');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Device not found' })).toBeVisible();
});

import { randomUUID } from 'node:crypto';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './kit/expect-accessible.ts';
import { product } from './kit/product.ts';

/** Is this user let in? By Entra's answer first; the sandbox plays what it answers, by the device's name. */

const api = () => ({ headers: { authorization: `Bearer ${product().apiKey}` } });
const registered = () => ({ deviceId: randomUUID(), clientStatusCode: 'Success' });
const headline = (page: Page) => page.getByRole('region', { name: 'Is the user let in?' });
const steps = (page: Page) => page.getByRole('region', { name: 'What to do next' }).getByRole('listitem');

interface Wanted {
  sentinel?: string;
  azure?: object;
  violations?: object[];
}

/** What the API says of a device, sooner or later. */
type Expected = {
  access?: { because: string };
  nextStep?: { step: string };
};

/** Checks one device in; its page is opened once the API says `expected` of it. */
async function device(
  request: APIRequestContext,
  { sentinel = '', azure = registered(), violations = [] }: Wanted,
  expected: Expected,
) {
  const externalId = randomUUID();
  /** Below those of the demo: other journeys look at the newest. */
  async function checkIn(name: string, daysAgo: number): Promise<string> {
    const checkIns = [
      {
        externalId,
        checkedInAt: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
        device: { name, os: 'ios', osVersion: '26.1' },
        user: { principalName: 'kana@example.com', displayName: 'Kana' },
        violations,
        azure,
      },
    ];
    const answer = await request.post('/api/v1/check-ins', { ...api(), data: { checkIns } });
    return (await answer.json()).results[0].deviceId;
  }
  const id = await checkIn(`Access ${sentinel}`.trim(), 3);
  const read = async () => (await request.get(`/api/v1/devices/${id}`, api())).json();
  const comesTo = (wanted: Expected) => expect.poll(read, { timeout: 50_000 }).toMatchObject(wanted);
  await comesTo(expected);
  const rename = (name: string) => checkIn(name, 2);
  return { id, q: externalId, rename, comesTo };
}

test('compliant here and in Entra: let in, and nothing to do', async ({ page, request }) => {
  const { id } = await device(request, {}, { access: { because: 'entra_compliant' } });
  await page.goto(`/devices/${id}`);
  await expect(headline(page)).toContainText('Let in: Entra shows the device as compliant');
  await expect(steps(page)).toHaveCount(1);
  await expect(page.getByText('Conditional Access is likely to block')).toHaveCount(0);
});

test('compliant here but not registered: never plain green, in list, quick look and details', async ({
  page,
  request,
}) => {
  const azure = { clientStatusCode: 'Workplace_Join_Required' };
  const { id, q } = await device(request, { azure }, {});
  await page.goto(`/devices/${id}`);
  await expect(headline(page)).toContainText('Likely blocked: the device is not registered with Microsoft');
  await expect(page.getByText('Conditional Access is likely to block Kana on this device.')).toBeVisible();
  await expect(steps(page).first()).toContainText('The device’s user');
  await expectAccessible(page);

  await page.goto(`/devices?userHasToAct=true&verdict=compliant&q=${q}`);
  const row = page.locator(`[data-row="${id}"]`);
  await expect(row).toContainText('Compliant');
  await expect(row).toContainText('Not registered');
  await row.focus();
  await page.keyboard.press('q');
  await expect(page.getByRole('complementary', { name: 'Quick look' })).toContainText('Likely blocked');
});

test('every policy that keeps the device noncompliant is named, in the header, the step and the text', async ({
  page,
  request,
}) => {
  const violations = [
    { policy: 'OS too old', action: 'quarantine' },
    { policy: 'Passcode missing', action: 'block' },
    { policy: 'Battery low', action: 'monitor' },
  ];
  const { id } = await device(request, { violations }, { access: { because: 'not_compliant' } });
  await page.goto(`/devices/${id}`);
  await expect(headline(page)).toContainText('Likely blocked: Entra shows the device as not compliant');
  await expect(headline(page)).toContainText('OS too old and Passcode missing');
  await expect(steps(page).first()).toContainText('Fix the device: OS too old and Passcode missing');
  await page.getByRole('button', { name: 'Text for the user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Text for the user' });
  await expect(dialog).toContainText('OS too old and Passcode missing');
  await expect(dialog).not.toContainText('Battery low');
});

test('Entra does not know the device: the user registers again, and the causes are named', async ({
  page,
  request,
}) => {
  const { id, q } = await device(
    request,
    { sentinel: '[sandbox:not-in-entra]' },
    { access: { because: 'not_in_entra' } },
  );
  await page.goto(`/devices/${id}`);
  await expect(headline(page)).toContainText('Likely blocked: Entra does not know the device');
  await expect(steps(page).first()).toContainText('Have the user register the device again');
  const states = page.getByRole('region', { name: 'Three states, side by side' });
  await expect(states).toContainText('Likely causes');
  await expect(states).toContainText('deleted the device in Entra');
  await expectAccessible(page);
  await page.goto(`/devices?entraProblem=not_in_entra&q=${q}`);
  await expect(page.locator(`[data-row="${id}"]`)).toContainText('Not in Entra');
});

test('a refused report: when, the next try and why then, beside the step of whoever can help', async ({
  page,
  request,
}) => {
  // Entra knows the device before: otherwise that comes first.
  const { id, rename, comesTo } = await device(request, {}, { access: { because: 'entra_compliant' } });
  await rename('Access [sandbox:fail]');
  await comesTo({ nextStep: { step: 'look_at_failure' } });
  await page.goto(`/devices/${id}`);
  const step = steps(page).filter({ hasText: 'A Tenko admin' });
  await expect(step).toContainText(/Failed .+\. (Next try|The next try|Tenko tries again|No retry)/);
  const azure = page.getByRole('region', { name: 'What Azure knows' });
  await expect(azure).toContainText(/Failed .+\. (Next try|The next try|Tenko tries again|No retry)/);
});

const problems = [
  ['[sandbox:disabled]', 'disabled', 'Likely blocked: the device is disabled in Entra', 'Enable the device'],
  [
    '[sandbox:expired]',
    'expired',
    'Likely blocked: its compliance has expired in Entra',
    'Renew the compliance',
  ],
  ['[sandbox:no-state]', 'no_state', 'Likely blocked: Entra has no compliance state', 'Find out why Entra'],
] as const;

for (const [sentinel, problem, answer, step] of problems) {
  test(`${problem}: the page says so, names the causes, and the list finds it`, async ({ page, request }) => {
    const { id, q } = await device(request, { sentinel }, { access: { because: problem } });
    await page.goto(`/devices/${id}`);
    await expect(headline(page)).toContainText(answer);
    await expect(steps(page).first()).toContainText(step);
    const states = page.getByRole('region', { name: 'Three states, side by side' });
    await expect(states).toContainText('Likely causes');
    await page.goto(`/devices?entraDisagrees=true&q=${q}`);
    await expect(page.locator(`[data-row="${id}"]`)).toBeVisible();
    await page.goto(`/devices?entraProblem=${problem}&q=${q}`);
    await expect(page.locator(`[data-row="${id}"]`)).toBeVisible();
  });
}

test('Entra has not updated yet: that is the first step, and the user’s fixes stay next to it', async ({
  page,
  request,
}) => {
  const violations = [{ policy: 'OS too old', action: 'quarantine' }];
  const { id } = await device(
    request,
    { sentinel: '[sandbox:slow]', violations },
    { nextStep: { step: 'wait_for_entra' } },
  );
  await page.goto(`/devices/${id}`);
  await expect(headline(page)).toContainText('Let in: Entra shows the device as compliant');
  await expect(steps(page).first()).toContainText('Wait until Entra catches up');
  await expect(steps(page).first()).toContainText('Started');
  await expect(steps(page).filter({ hasText: 'Fix the device: OS too old' })).toBeVisible();
});

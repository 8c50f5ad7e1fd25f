import { expect, test } from 'vitest';
import {
  call,
  checkIn,
  day,
  detail,
  hour,
  inPolicyWorld,
  outdated,
  save,
  work,
} from '#lib/test-kit/api/policy-world';

inPolicyWorld();

test('until a policy takes its access, the user has to act: the same in steps, list, counts and mail', async () => {
  const id = await checkIn('phone');
  await checkIn('other', { osVersion: '26.0' });
  const policy = await save(outdated);
  const at = new Date(Date.parse(policy.savedAt) + 3 * day);
  const seen = async () => {
    const found = await call('GET', 'devices?userHasToAct=true&sort=name');
    const counts = await call('GET', 'devices/counts');
    const { nextStep, losesAccessAt } = await detail(id);
    return [nextStep.step, losesAccessAt, found.json.items.length, counts.json.by.userHasToAct];
  };
  const mail = async (query: string) => (await call('GET', `devices/${id}/user-text?${query}`)).json;
  expect((await seen()).slice(1)).toEqual([null, 0, 0]);
  await work();
  expect(await seen()).toEqual(['fix_in_time', at.toISOString(), 1, 1]);
  const written = (locale: string, timeZone: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(at);
  const english = await mail('locale=en');
  expect(english.subject).toContain('Please take action');
  expect(english.body).toContain(`fix this before ${written('en', 'UTC')}`);
  expect(english.body).toContain('UTC');
  expect(english.body).toContain('1. Update iOS');
  const japanese = await mail('locale=ja&timeZone=Asia/Tokyo');
  expect(japanese.body).toContain(written('ja', 'Asia/Tokyo'));
  expect((await call('GET', `devices/${id}/user-text?locale=ja&timeZone=Mars`)).status).toBe(400);

  const until = new Date(Date.now() + day).toISOString();
  const exception = { policyId: policy.id, deviceId: id, until, reason: 'Spare part ordered' };
  const created = await call('POST', 'policy-exceptions', exception);
  expect(created.status).toBe(201);
  await work();
  expect((await seen()).slice(1)).toEqual([null, 0, 0]);
  await call('DELETE', `policy-exceptions/${created.json.id}`);
  await work();
  expect((await seen()).slice(1)).toEqual([at.toISOString(), 1, 1]);
  // Access is taken: now the device itself is to be fixed.
  await work(at);
  expect((await seen()).slice(0, 3)).toEqual(['fix_device', null, 1]);
  await checkIn('phone', { osVersion: '26.1' }, at);
  expect((await seen()).slice(1)).toEqual([null, 0, 0]);
});

test('a list of who violates a policy follows its devices', async () => {
  for (const name of ['a', 'b', 'c']) await checkIn(name);
  const policy = await save({ ...outdated, steps: [{ after: 'P3D', action: 'block' }] });
  await work();
  const listed = async (query: string) =>
    (await call('GET', `devices?policy=${policy.id}&${query}`)).json.items.map(
      ({ externalId }: { externalId: string }) => externalId,
    );
  expect(await listed('sort=name')).toEqual(['a', 'b', 'c']);
  const later = new Date(Date.now() + hour);
  await checkIn('b', {}, later);
  await checkIn('a', {}, new Date(later.getTime() + 1000));
  expect(await listed('sort=-lastCheckInAt')).toEqual(['a', 'b', 'c']);
  expect(await listed(`lastCheckInBefore=${later.toISOString()}&sort=name`)).toEqual(['c']);
  expect(await listed('verdict=noncompliant')).toEqual([]);
  await work(new Date(Date.parse(policy.savedAt) + 3 * day));
  expect(await listed('verdict=noncompliant&sort=name')).toEqual(['a', 'b', 'c']);
});

test('a list is narrowed to the devices at one step of a policy, and follows what time and check-ins change', async () => {
  const id = await checkIn('phone');
  await checkIn('own', { violations: [{ policy: 'Passcode', action: 'quarantine' }] });
  const steps = [
    { after: 'P1D', action: 'send_alert' },
    { after: 'P3D', action: 'block' },
  ];
  const policy = await save({ ...outdated, steps });
  const at = (days: number) => new Date(Date.parse(policy.savedAt) + days * day);
  const listed = async (query: string) => {
    const { json } = await call('GET', `devices?sort=name&count=true&${query}`);
    const names = json.items.map(({ externalId }: { externalId: string }) => externalId);
    expect(json.total).toEqual({ value: names.length, exact: true });
    return names;
  };
  const step = (...actions: string[]) =>
    listed(`policy=${policy.id}&${actions.map((action) => `policyAction=${action}`).join('&')}`);
  await work();
  expect(await step('waiting')).toEqual(['own', 'phone']);
  expect(await step('send_alert', 'block')).toEqual([]);
  await work(at(1));
  expect(await step('send_alert')).toEqual(['own', 'phone']);
  await checkIn('own', { osVersion: '26.0' }, at(2));
  expect(await step('send_alert')).toEqual(['phone']);
  await work(at(3));
  expect([await step('block'), await step('waiting', 'send_alert')]).toEqual([['phone'], []]);
  expect(await listed(`policy=${encodeURIComponent(outdated.name)}&policyAction=block`)).toEqual(['phone']);
  const until = at(9).toISOString();
  const exception = { policyId: policy.id, deviceId: id, until, reason: 'Spare part ordered' };
  expect((await call('POST', 'policy-exceptions', exception)).status).toBe(201);
  await work(at(3));
  expect([await step('excepted'), await step('block')]).toEqual([['phone'], []]);
});

test('what a feed found is at the step that it says, and a step is one of a policy', async () => {
  await checkIn('own', { osVersion: '26.0', violations: [{ policy: 'Passcode', action: 'quarantine' }] });
  const found = async (query: string) => (await call('GET', `devices?${query}`)).json.items.length;
  expect(await found('policy=Passcode&policyAction=quarantine')).toBe(1);
  expect(await found('policy=Passcode&policyAction=block')).toBe(0);
  await checkIn('own', { osVersion: '26.0', violations: [{ policy: 'Passcode', action: 'block' }] });
  expect(await found('policy=Passcode&policyAction=block&policyAction=retire')).toBe(1);
  for (const query of ['policyAction=block', 'policy=Passcode&policyAction=never']) {
    const { status, json } = await call('GET', `devices?${query}`);
    expect([status, json.errors[0].path.split('.')[0]]).toEqual([400, 'policyAction']);
  }
});

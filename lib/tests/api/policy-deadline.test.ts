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

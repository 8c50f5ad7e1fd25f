import { expect, test } from 'vitest';
import { policyPreview } from '#lib/contract/policy';
import {
  call,
  checkIn,
  day,
  detail,
  inPolicyWorld,
  outdated,
  save,
  work,
} from '#lib/test-kit/api/policy-world';

inPolicyWorld();

test('the audit log keeps the reasons that are given, of creating, changing and deleting', async () => {
  const made = await save({ ...outdated, reason: 'A new rule of the board' });
  await save({ ...outdated, name: 'Renamed' }, made.id);
  await save({ ...outdated, reason: 'The name was right', expectedVersion: 2 }, made.id);
  const deleted = await call(
    'DELETE',
    `policies/${made.id}?reason=${encodeURIComponent('No iPhones left & sold')}`,
  );
  expect(deleted.status).toBe(200);
  const { json } = await call('GET', `audit-events?target=${made.id}&sort=at`);
  const events: { action: string; details: { reason?: string } }[] = json.items;
  expect(events.map(({ action, details }) => [action, details.reason])).toEqual([
    ['policy.create', 'A new rule of the board'],
    ['policy.change', undefined],
    ['policy.change', 'The name was right'],
    ['policy.delete', 'No iPhones left & sold'],
  ]);
  expect(made).not.toHaveProperty('reason');
  const long = await call('POST', 'policies', { ...outdated, name: 'Long', reason: 'x'.repeat(501) });
  expect([long.status, long.json.errors[0].path]).toEqual([400, 'reason']);
  expect((await call('POST', 'policies/preview', { ...outdated, reason: 'x' })).status).toBe(400);
});

test('an exception takes a policy out of the verdict until it ends, of a device, a user or a view', async () => {
  const [named, users, viewed] = [
    await checkIn('named'),
    await checkIn('users', { user: 'Kana@Example.com' }),
    await checkIn('viewed', { os: 'ipados' }),
  ];
  const policy = await save({ ...outdated, steps: [{ after: 'PT0S', action: 'block' }] });
  await work();
  const view = await call('POST', 'views', { name: 'iPads', query: { filter: { os: ['ipados'] } } });
  const until = new Date(Date.now() + 10 * day).toISOString();
  const common = { policyId: policy.id, until, reason: 'On loan' };
  const given = [
    await call('POST', 'policy-exceptions', { ...common, deviceId: named }),
    await call('POST', 'policy-exceptions', { ...common, userPrincipalName: 'kana@example.COM' }),
    await call('POST', 'policy-exceptions', { ...common, viewId: view.json.id }),
  ];
  expect(given.map(({ status, json }) => [status, json.createdBy, json.devices])).toEqual([
    [201, 'admin', null],
    [201, 'admin', null],
    [201, 'admin', 1],
  ]);
  await work(new Date(Date.now() + 1000));
  for (const id of [named, users, viewed]) {
    expect(await detail(id)).toMatchObject({ verdict: 'compliant', violations: [{ exceptedUntil: until }] });
  }
  // A check-in of a user's other device is excepted, too.
  const second = await checkIn('second', { user: 'kana@example.com' });
  expect((await detail(second)).verdict).toBe('compliant');
  const listed = await call('GET', `policy-exceptions?policyId=${policy.id}&limit=2`, undefined, 'viewer');
  const rest = await call('GET', `policy-exceptions?policyId=${policy.id}&cursor=${listed.json.nextCursor}`);
  expect([listed.json.items.length, rest.json.items.length]).toEqual([2, 1]);
  const ofDevice = await call('GET', `policy-exceptions?deviceId=${users}`);
  expect(ofDevice.json.items).toMatchObject([{ userPrincipalName: 'kana@example.com', ended: false }]);

  expect((await call('DELETE', `policy-exceptions/${given[0]?.json.id}`)).status).toBe(200);
  await work(new Date(Date.now() + 2000));
  expect((await detail(named)).verdict).toBe('noncompliant');
  await work(new Date(until));
  expect((await detail(users)).verdict).toBe('noncompliant');
  expect((await detail(viewed)).verdict).toBe('noncompliant');
});

test('a preview counts what a policy would change, and the brake asks for that number', async () => {
  for (let n = 0; n < 12; n += 1) await checkIn(`phone ${n}`, { user: `user${n % 4}@example.com` });
  await checkIn('new', { osVersion: '26.2' });
  await checkIn('android', { os: 'android' });
  await checkIn('bad', { violations: [{ policy: 'P', action: 'block' }] });
  const { json } = await call('POST', 'policies/preview', outdated, 'viewer');
  const preview = policyPreview.parse(json);
  expect(preview).toMatchObject({ devices: 14, violating: 13, users: 4, byOs: [{ os: 'ios', count: 13 }] });
  expect(preview.changes).toEqual(
    expect.arrayContaining([
      {
        at: 'now',
        from: { action: null, verdict: 'compliant' },
        to: { action: 'send_alert', verdict: 'compliant' },
        count: 12,
      },
      {
        at: 'lastStep',
        from: { action: null, verdict: 'compliant' },
        to: { action: 'quarantine', verdict: 'noncompliant' },
        count: 12,
      },
      {
        at: 'lastStep',
        from: { action: 'block', verdict: 'noncompliant' },
        to: { action: 'quarantine', verdict: 'noncompliant' },
        count: 1,
      },
    ]),
  );
  expect([preview.sample.length, preview.newlyBlocked, preview.needsConfirmation]).toEqual([13, 12, true]);
  const refused = await call('POST', 'policies', outdated);
  expect([refused.status, refused.json.code, refused.json.count]).toEqual([409, 'confirmation_needed', 12]);
  expect((await call('POST', 'policies', { ...outdated, confirm: 1 })).status).toBe(409);
  const off = await save({ ...outdated, enabled: false });
  const enabling = await call('PUT', `policies/${off.id}`, { ...outdated, enabled: true });
  expect([enabling.status, enabling.json.count]).toEqual([409, 12]);
  const reporting = await save({ ...outdated, mode: 'report_only' }, off.id);
  await work();
  expect((await call('PUT', `policies/${reporting.id}`, outdated)).status).toBe(409);
  const { confirm, ...saved } = (await save({ ...outdated, confirm: 12 }, reporting.id)) as {
    confirm?: unknown;
  };
  expect(confirm).toBeUndefined();
  // Saved under another name, a policy takes nothing more from those whose last step is still to come.
  const later = [{ after: 'P9D', action: 'block' }];
  const coming = await save({ ...outdated, steps: later, confirm: 12 }, reporting.id);
  const renamed = { ...outdated, name: 'Renamed', steps: later };
  expect((await call('PUT', `policies/${coming.id}`, renamed)).status).toBe(200);
  await save({ ...outdated, confirm: 12 }, reporting.id);
  // Who violates it by now is nothing new.
  await work();
  await work(new Date(Date.now() + 8 * day));
  const again = policyPreview.parse((await call('POST', 'policies/preview', { ...outdated, ...saved })).json);
  expect([again.newlyBlocked, again.changes.filter(({ at }) => at === 'lastStep')]).toEqual([0, []]);
});

test('what somebody else saved meanwhile is not replaced unknowingly', async () => {
  const { id, version } = await save(good);
  const change = (name: string, expectedVersion: number) =>
    call('PUT', `policies/${id}`, { ...good, name, expectedVersion });
  expect((await change('first', version)).json).toMatchObject({ name: 'first', version: 2 });
  const { status, json } = await change('second', version);
  const { savedAt, savedBy } = (await call('GET', `policies/${id}`)).json;
  expect([status, json.code, json.current]).toEqual([
    409,
    'changed_meanwhile',
    { version: 2, savedAt, savedBy },
  ]);
  expect((await call('GET', `policies/${id}`)).json.name).toBe('first');
  expect((await change('second', 2)).json).toMatchObject({ name: 'second', version: 3 });
  // A newer one that has not been stored yet is none.
  expect((await change('third', 4)).status).toBe(409);
  expect((await call('PUT', `policies/${id}`, { ...good, expectedVersion: 'x' })).status).toBe(400);
  // Two at the same time: one of them wins.
  const both = await Promise.all([change('a', 3), change('b', 3)]);
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
});

const good = {
  name: 'P',
  rule: { fact: 'osVersion', op: 'olderThan', value: '26' },
  steps: [{ after: 'PT0S', action: 'block' }],
};

test('only an admin writes policies and exceptions', async () => {
  const policy = await save(good);
  for (const [method, path, body] of [
    ['POST', 'policies', good],
    ['PUT', `policies/${policy.id}`, good],
    ['DELETE', `policies/${policy.id}`, undefined],
    ['POST', 'policy-exceptions', {}],
  ] as const) {
    expect((await call(method, path, body, 'viewer')).status).toBe(403);
  }
});

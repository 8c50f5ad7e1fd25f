import { expect, test } from 'vitest';
import { policyPreview } from '#lib/contract/policy';
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

test('a policy goes step by step, from the saving on, and a check-in that mends the device ends it', async () => {
  const id = await checkIn('phone');
  const policy = await save(outdated);
  expect(policy).toMatchObject({
    version: 1,
    enabled: true,
    mode: 'enforce',
    description: '',
    savedBy: 'admin',
  });
  await work();
  const alerted = await detail(id);
  expect([alerted.verdict, alerted.action]).toEqual(['compliant', 'send_alert']);
  const since = Date.parse(policy.savedAt);
  expect(alerted.violations).toEqual([
    {
      policy: 'iOS 26 or newer',
      action: 'send_alert',
      since: policy.savedAt,
      source: 'policy',
      policyId: policy.id,
      version: 1,
      mode: 'enforce',
      nextStep: { action: 'block', at: new Date(since + 3 * day).toISOString() },
      losesAccessAt: new Date(since + 3 * day).toISOString(),
      exceptedUntil: null,
      fix: outdated.fix,
    },
  ]);
  expect(alerted.policyStep).toEqual({ action: 'block', at: new Date(since + 3 * day).toISOString() });

  await work(new Date(since + 3 * day - 1));
  expect((await detail(id)).verdict).toBe('compliant');
  await work(new Date(since + 3 * day));
  const blocked = await detail(id);
  expect([blocked.verdict, blocked.blockingViolations[0]?.policyId]).toEqual(['noncompliant', policy.id]);
  expect(blocked.due?.trigger ?? blocked.nextReportAt).not.toBeNull();
  await work(new Date(since + 8 * day));
  expect((await detail(id)).action).toBe('quarantine');

  await checkIn('phone', { osVersion: '26.0.1' }, new Date(since + 9 * day));
  const mended = await detail(id);
  expect([mended.verdict, mended.violations]).toEqual(['compliant', []]);
  const { json } = await call('GET', `devices/${id}/timeline`);
  expect(
    json.items.map((item: { kind: string; verdictFrom?: string }) => [item.kind, item.verdictFrom ?? null]),
  ).toEqual([
    ['check_in', 'noncompliant'],
    ['policies', null],
    ['policies', 'compliant'],
    ['policies', null],
    ['check_in', null],
  ]);
});

test('a device that stops to meet a rule for less than a day does not get its time again', async () => {
  const policy = await save(outdated);
  const start = new Date(Date.parse(policy.savedAt) + 1000);
  const id = await checkIn('phone', {}, start);
  await checkIn('phone', { osVersion: '26.1' }, new Date(start.getTime() + 2 * day));
  await checkIn('phone', { osVersion: '25.0' }, new Date(start.getTime() + 2 * day + 23 * hour));
  const again = (await detail(id)).violations[0];
  expect(again?.since).toBe(start.toISOString());
  await checkIn('phone', { osVersion: '26.1' }, new Date(start.getTime() + 4 * day));
  await checkIn('phone', { osVersion: '25.0' }, new Date(start.getTime() + 5 * day));
  expect((await detail(id)).violations[0]?.since).toBe(new Date(start.getTime() + 5 * day).toISOString());
});

test('a silent device violates a policy from the moment at which its time was up', async () => {
  const start = new Date();
  await save({
    name: 'Silent',
    rule: { fact: 'lastCheckIn', op: 'longerAgoThan', value: 'P30D' },
    steps: [{ after: 'P1D', action: 'block' }],
  });
  const id = await checkIn('phone', {}, start);
  await work(new Date(start.getTime() + 30 * day - 1));
  expect((await detail(id)).violations).toEqual([]);
  // The worker was down for a while.
  await work(new Date(start.getTime() + 30 * day + 3 * hour));
  expect((await detail(id)).violations).toMatchObject([
    { action: null, since: new Date(start.getTime() + 30 * day).toISOString() },
  ]);
  await work(new Date(start.getTime() + 31 * day));
  expect((await detail(id)).verdict).toBe('noncompliant');
  await checkIn('phone', {}, new Date(start.getTime() + 32 * day));
  expect((await detail(id)).verdict).toBe('compliant');
});

test('what the MDM says and what policies say count together, and a policy that only reports does not count', async () => {
  const id = await checkIn('phone', { violations: [{ policy: 'Passcode', action: 'block' }] });
  const reporting = await save({
    ...outdated,
    mode: 'report_only',
    steps: [{ after: 'PT0S', action: 'retire' }],
  });
  await work();
  const both = await detail(id);
  expect([both.action, both.verdict]).toEqual(['block', 'noncompliant']);
  expect(both.violations.map(({ source, mode, action }) => [source, mode, action])).toEqual([
    ['feed', 'enforce', 'block'],
    ['policy', 'report_only', 'retire'],
  ]);
  const found = await call('GET', `devices?policy=${encodeURIComponent('iOS 26 or newer')}`);
  expect(found.json.items).toMatchObject([{ id }]);

  // It counts from now on, with all its steps.
  const later = { ...outdated, steps: [{ after: 'PT1H', action: 'quarantine' }] };
  const enforced = await save({ ...later, mode: 'enforce' }, reporting.id);
  expect(enforced.version).toBe(2);
  await work();
  const waits = await detail(id);
  expect([waits.action, waits.violations.at(-1)?.since]).toEqual(['block', enforced.savedAt]);
  await work(new Date(Date.parse(enforced.savedAt) + hour));
  expect((await detail(id)).action).toBe('quarantine');

  expect((await call('DELETE', `policies/${reporting.id}`)).status).toBe(200);
  await work(new Date(Date.parse(enforced.savedAt) + 2 * hour));
  expect((await detail(id)).violations).toMatchObject([{ source: 'feed' }]);
  expect((await call('GET', `policies/${reporting.id}`)).status).toBe(404);
});

test('a new version keeps the time of who violated the one before', async () => {
  const id = await checkIn('phone');
  const first = await save(outdated);
  await work();
  await save({ ...outdated, name: 'Another name' }, first.id);
  await work();
  expect((await detail(id)).violations).toMatchObject([
    { policy: 'Another name', version: 2, since: first.savedAt },
  ]);
  const versions = await call('GET', `policies/${first.id}/versions`, undefined, 'viewer');
  expect(versions.json.items).toMatchObject([
    { version: 2, savedBy: 'admin', policy: { name: 'Another name' } },
    { version: 1, policy: { name: 'iOS 26 or newer', steps: outdated.steps } },
  ]);
});

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

test('attributes are facts: each of its own type, kept until the feed says something else', async () => {
  const id = await checkIn('phone', {
    attributes: { patch: '2026-01-05', ring: 'Beta', free: 3.5, rooted: true, odd: { a: 1 } },
  });
  const shown = await detail(id);
  expect(shown.attributes).toEqual({ patch: '2026-01-05', ring: 'Beta', free: 3.5, rooted: true });
  expect(shown.warnings).toMatchObject([{ path: 'device.attributes.odd' }]);
  await save({
    name: 'Attributes',
    rule: {
      all: [
        { fact: 'attributes.patch', op: 'longerAgoThan', value: 'P90D' },
        { fact: 'attributes.ring', op: 'is', value: 'beta' },
        { fact: 'attributes.free', op: 'lessThan', value: 4 },
        { fact: 'attributes.rooted', op: 'isTrue' },
        { fact: 'attributes.unheard', op: 'is', value: 'x', whenUnknown: 'violate' },
      ],
    },
    steps: [{ after: 'PT0S', action: 'block' }],
  });
  await work();
  expect(await detail(id)).toMatchObject({
    verdict: 'noncompliant',
    unknownFacts: [{ policy: 'Attributes', facts: ['attributes.unheard'] }],
  });
  await checkIn('phone', { attributes: { free: 100 } }, new Date(Date.now() + 1000));
  expect(await detail(id)).toMatchObject({ verdict: 'compliant', attributes: { free: 100, ring: 'Beta' } });
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

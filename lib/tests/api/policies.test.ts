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

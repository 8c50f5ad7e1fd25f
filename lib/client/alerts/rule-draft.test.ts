import { expect, test } from 'vitest';
import { alertEventTypes } from '#lib/domain/alerts/alert-event';
import { draftOfRule, eventGroups, filterOf, newRule, problemsOfRule, ruleInputOf } from './rule-draft.ts';

const first = '019ab000-0000-7000-8000-000000000001';
const second = '019ab000-0000-7000-8000-000000000002';
const draft = { ...newRule('Europe/Berlin', [first, second]), name: ' Lost access ' };

test('every type of event is offered in one group', () => {
  expect(Object.values(eventGroups).flat().toSorted()).toEqual([...alertEventTypes].toSorted());
});

test('a new rule goes to the only destination, and to none of several', () => {
  expect(newRule('UTC', [first]).destinationIds).toEqual([first]);
  expect(draft.destinationIds).toEqual([]);
});

test('a rule is sent as it was written, and read back the same', () => {
  const written = {
    ...draft,
    events: ['device.alert', 'feed.silent'] as const,
    filter: { verdict: ['noncompliant' as const] },
    digest: 'daily' as const,
    isQuiet: true,
    quietFrom: '22:00',
    quietTo: '06:30',
  };
  const input = ruleInputOf(written);
  expect(input).toMatchObject({
    name: 'Lost access',
    filter: { verdict: ['noncompliant'] },
    quietHours: { from: '22:00', to: '06:30' },
    timeZone: 'Europe/Berlin',
  });
  expect(input).not.toHaveProperty('isQuiet');
  const saved = { id: first, builtIn: null, createdAt: '', createdBy: '', updatedAt: '', updatedBy: '' };
  expect(draftOfRule({ ...input, ...saved }, 'Lost access')).toEqual({ ...written, name: 'Lost access' });
});

test('a filter of devices is left out where no event is about one', () => {
  const filter = { verdict: ['noncompliant' as const] };
  expect(filterOf({ events: ['feed.silent'], filter })).toEqual({});
  expect(filterOf({ events: ['feed.silent', 'device.silent'], filter })).toEqual(filter);
});

test.each([
  [{ name: ' ' }, ['name']],
  [{ events: [] }, ['events']],
  [{ digest: 'daily', digestAt: '' }, ['time']],
  [{ digest: 'hourly', digestAt: '' }, []],
  [{ isQuiet: true, quietFrom: '07:00', quietTo: '07:00' }, ['quiet']],
  [{ isQuiet: true, quietFrom: '', quietTo: '07:00' }, ['quiet']],
  [{ isQuiet: false, quietFrom: '', quietTo: '' }, []],
] as const)('%j: %j', (part, problems) => {
  const good = { ...draft, events: ['device.alert'] as const };
  expect([...problemsOfRule({ ...good, ...part })]).toEqual(problems);
});

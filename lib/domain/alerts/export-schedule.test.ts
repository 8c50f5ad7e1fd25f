import { expect, test } from 'vitest';
import { type ExportTimes, exportedListUrl, exportPathOf, nextExportAt } from './export-schedule.ts';

const mondays: ExportTimes = {
  every: 'week',
  weekday: 1,
  dayOfMonth: null,
  minute: 480,
  timeZone: 'Europe/Berlin',
};
const next = (times: Partial<ExportTimes>, after: string) =>
  nextExportAt({ ...mondays, ...times }, new Date(after)).toISOString();

test('a weekly export is due at its time of day, in winter and in summer', () => {
  expect(next({}, '2026-11-30T06:59:59Z')).toBe('2026-11-30T07:00:00.000Z');
  expect(next({}, '2026-11-30T07:00:00Z')).toBe('2026-12-07T07:00:00.000Z');
  expect(next({}, '2026-03-23T07:00:00Z')).toBe('2026-03-30T06:00:00.000Z');
  expect(next({ weekday: 7 }, '2026-11-30T12:00:00Z')).toBe('2026-12-06T07:00:00.000Z');
});

test('the day is that of its time zone', () => {
  // Monday in Auckland begins on Sunday in UTC.
  expect(next({ timeZone: 'Pacific/Auckland' }, '2026-11-28T12:00:00Z')).toBe('2026-11-29T19:00:00.000Z');
  expect(next({ timeZone: 'America/Los_Angeles', minute: 1380 }, '2026-11-30T12:00:00Z')).toBe(
    '2026-12-01T07:00:00.000Z',
  );
});

test('an hour that clocks skip is made up for at once, and one that they repeat counts once', () => {
  const daily = { every: 'day', weekday: null, minute: 150 } as const;
  expect(next(daily, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
  expect(next(daily, '2026-03-29T01:30:00Z')).toBe('2026-03-30T00:30:00.000Z');
  const first = next(daily, '2026-10-24T12:00:00Z');
  expect(first).toBe('2026-10-25T01:30:00.000Z');
  expect(next(daily, first)).toBe('2026-10-26T01:30:00.000Z');
});

test.each([
  [15, '2026-02-10T00:00:00Z', '2026-02-15T07:00:00.000Z'],
  [15, '2026-02-15T07:00:00Z', '2026-03-15T07:00:00.000Z'],
  [28, '2026-02-01T00:00:00Z', '2026-02-28T07:00:00.000Z'],
  ['last', '2026-02-01T00:00:00Z', '2026-02-28T07:00:00.000Z'],
  ['last', '2028-02-01T00:00:00Z', '2028-02-29T07:00:00.000Z'],
  ['last', '2026-11-30T07:00:00Z', '2026-12-31T07:00:00.000Z'],
] as const)('on day %s of a month, after %s, it is due at %s', (dayOfMonth, after, at) => {
  expect(next({ every: 'month', weekday: null, dayOfMonth }, after)).toBe(at);
});

test('the link has the filter, unless chats would refuse its length; the API has it all', () => {
  const list = { filter: { verdict: ['noncompliant'], os: ['ios', 'ipados'] }, sort: 'name' } as const;
  const given = { filter: { ...list.filter, verdict: [...list.filter.verdict], os: [...list.filter.os] } };
  expect(exportedListUrl('https://tenko.example', 'id', { ...list, ...given })).toBe(
    'https://tenko.example/devices?verdict=noncompliant&os=ios&os=ipados&sort=name',
  );
  expect(exportPathOf({ ...list, ...given }, ['name', 'violations'])).toBe(
    '/api/v1/devices/export?verdict=noncompliant&os=ios&os=ipados&sort=name&columns=name&columns=violations',
  );
  const long = {
    filter: { id: Array.from({ length: 200 }, (_, n) => `serial number ${n}`) },
    sort: 'name',
  } as const;
  expect(exportedListUrl('https://tenko.example', 'id', long)).toBe(
    'https://tenko.example/alerts/exports/id',
  );
});

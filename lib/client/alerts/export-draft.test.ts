import { expect, test } from 'vitest';
import { exportScheduleInput } from '#lib/contract/export-schedule';
import { exportInputOf, newExport, problemsOfExport } from './export-draft.ts';

const destination = '01990000-0000-7000-8000-000000000001';
const list = { filter: { verdict: ['noncompliant' as const] }, sort: 'name' as const, columns: ['name'] };
const draft = { ...newExport('Europe/Berlin', [destination], list), name: ' Phones ' };

test('a new export is what the API takes, with the list that it starts from', () => {
  expect(problemsOfExport(draft)).toEqual(new Set());
  expect(exportScheduleInput.parse(exportInputOf(draft))).toMatchObject({
    ...list,
    name: 'Phones',
    every: 'week',
    weekday: 1,
    dayOfMonth: null,
    at: '08:00',
    timeZone: 'Europe/Berlin',
    destinationIds: [destination],
  });
});

test('only the day of the chosen rhythm is sent', () => {
  const monthly = { ...draft, every: 'month' as const, dayOfMonth: 'last' as const, allColumns: true };
  expect(exportInputOf(monthly)).toMatchObject({ weekday: null, dayOfMonth: 'last', columns: [] });
  expect(exportInputOf({ ...draft, every: 'day' })).toMatchObject({ weekday: null, dayOfMonth: null });
});

test('what is missing is named before the API would refuse it', () => {
  const empty = { ...draft, name: ' ', allColumns: false, columns: [], at: '', destinationIds: [] };
  expect([...problemsOfExport(empty)]).toEqual(['name', 'columns', 'time', 'destinations']);
});

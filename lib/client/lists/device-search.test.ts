import { expect, test } from 'vitest';
import type { ViewQuery } from '#lib/contract/view';
import {
  isFiltered,
  isSameQuery,
  listHref,
  loadDeviceSearch,
  notUnderstood,
  toDeviceFilter,
} from './device-search.ts';

const everything =
  'verdict=noncompliant&verdict=compliant&azureComplianceStatus=failed&clientStatusCode=blank&os=ios' +
  '&managementState=retiring&feed=intune+eu&policy=OS+too+old&drift=true&neverReported=true' +
  '&lastCheckInBefore=P7D&lastReportedBefore=2026-11-01T00%3A00%3A00Z&q=%E5%96%B6%E6%A5%AD';

test('every filter of the API lives in the address, there and back', () => {
  const filter = toDeviceFilter(loadDeviceSearch(new URLSearchParams(everything)));
  expect(filter).toEqual({
    verdict: ['noncompliant', 'compliant'],
    azureComplianceStatus: ['failed'],
    clientStatusCode: ['blank'],
    os: ['ios'],
    managementState: ['retiring'],
    feed: ['intune eu'],
    policy: ['OS too old'],
    drift: true,
    neverReported: true,
    lastCheckInBefore: 'P7D',
    lastReportedBefore: '2026-11-01T00:00:00Z',
    q: '営業',
  });
  const address = new URLSearchParams(listHref(filter, 'name').split('?')[1]);
  const search = loadDeviceSearch(address);
  expect(toDeviceFilter(search)).toEqual(filter);
  expect(search.sort).toBe('name');
  expect(notUnderstood(address)).toEqual([]);
});

test('an address without a filter is the plain list', () => {
  expect(listHref({})).toBe('/devices');
  expect(isFiltered(loadDeviceSearch(new URLSearchParams('sort=name&limit=50')))).toBe(false);
});

test.each([
  'verdict=good',
  'colour=red',
  'drift=false',
  'lastCheckInBefore=yesterday',
  'lastCheckInBefore=P',
  'lastReportedBefore=0000-01-01T00:00:00Z',
  'limit=7',
  'sort=os',
  'feed=a\u0000b',
])('%j is left out, and named', (wrong) => {
  const address = new URLSearchParams(`os=ios&${wrong}`);
  expect(toDeviceFilter(loadDeviceSearch(address))).toEqual({ os: ['ios'] });
  expect(notUnderstood(address)).toEqual([wrong]);
});

test('two queries are the same whatever the order of their filters and values', () => {
  const one = { filter: { os: ['ios', 'macos'], drift: true }, sort: 'name' } as const;
  const other = { filter: { drift: true, os: ['macos', 'ios'], q: undefined }, sort: 'name' } as const;
  const same = (a: object, b: object) => isSameQuery(a as ViewQuery, b as ViewQuery);
  expect(same(one, other)).toBe(true);
  expect(same(one, { ...other, sort: '-name' })).toBe(false);
  expect(same(one, { filter: { os: ['ios'], drift: true }, sort: 'name' })).toBe(false);
});

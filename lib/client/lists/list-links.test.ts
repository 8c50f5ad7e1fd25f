import { expect, test } from 'vitest';
import { toQueryString } from '../call.ts';
import { backToListHref, deviceHref, neighbourQuery } from './list-links.ts';

const list =
  'verdict=noncompliant&verdict=retired&q=a%26b&sort=name&cursor=abc&limit=50&view=mine&nonsense=1';

test('an address of a device carries the list that the admin came from, and leads back to it as it was', () => {
  const href = deviceHref('1', list);
  const carried = new URL(href, 'http://tenko').searchParams.get('list');
  expect(carried).toBe(list);
  expect(backToListHref(carried)).toBe(`/devices?${list}`);
  expect(deviceHref('1', null)).toBe('/devices/1');
  expect([backToListHref(null), backToListHref('')]).toEqual(['/devices', '/devices']);
});

test('neighbours are asked for by filter and sort alone: the API refuses what it does not know', () => {
  expect(toQueryString(neighbourQuery(list))).toBe('verdict=noncompliant&verdict=retired&q=a%26b&sort=name');
  expect(toQueryString(neighbourQuery(''))).toBe('sort=-lastCheckInAt');
});

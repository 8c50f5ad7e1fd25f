import { expect, test } from 'vitest';
import { toQueryString } from '#lib/domain/text/query-string';
import { backToListHref, deviceHref, neighbourQuery, userHref, userNameOf } from './list-links.ts';

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

test.each(['anna@example.com', 'anna#EXT#@b.example', 'a/b', '100 %', '<b>"x"</b>', '鈴木@例え.jp'])(
  'the page of %s has an address that leads back to the name',
  (name) => {
    const { pathname, search, hash } = new URL(userHref(name), 'http://tenko');
    expect([search, hash]).toEqual(['', '']);
    expect(userNameOf(pathname.replace('/users/', ''))).toBe(name);
  },
);

test('a name that no path can have leads to the list, and what is no name is none', () => {
  for (const name of ['EXAMPLE\\anna', '..', '.', 'a/../b', 'a//b', '/a', 'a/']) {
    expect(userHref(name)).toBe(`/devices?${new URLSearchParams({ id: name })}`);
  }
  for (const part of ['%', '%00', '%20', '%C2%85', '%E2%80%8B', 'a'.repeat(257)])
    expect(userNameOf(part)).toBeNull();
});

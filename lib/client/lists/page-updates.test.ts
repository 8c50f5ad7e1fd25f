import { expect, test } from 'vitest';
import type { DeviceListItem } from '#lib/contract/device';
import type { DevicePage } from '#lib/contract/device-list';
import { adoptPage, receivePage } from './page-updates.ts';

const device = (id: string, osVersion = '1', readAt = 'a') =>
  ({ id, osVersion, entra: { readAt } }) as DeviceListItem;
const page = (...items: DeviceListItem[]): DevicePage => ({ items, nextCursor: null, prevCursor: null });
const idsOf = (items: readonly DeviceListItem[]) => items.map(({ id }) => id);

test('new values are shown in place and marked', () => {
  const steady = receivePage(adoptPage(page(device('a'), device('b'))), page(device('a'), device('b', '2')));
  expect(steady.page.items[1]?.osVersion).toBe('2');
  expect([...steady.changed]).toEqual(['b']);
  expect(steady.offered).toBe(0);
});

test('when Entra was asked is no change', () => {
  const steady = receivePage(adoptPage(page(device('a'))), page(device('a', '1', 'later')));
  expect(steady.changed.size).toBe(0);
});

test('a new order is offered, with the values shown where the rows stand', () => {
  const steady = receivePage(adoptPage(page(device('a'), device('b'))), page(device('b', '2'), device('a')));
  expect(idsOf(steady.page.items)).toEqual(['a', 'b']);
  expect(steady.page.items[1]?.osVersion).toBe('2');
  expect(steady.offered).toBe(1);
  const adopted = adoptPage(steady.latest);
  expect(idsOf(adopted.page.items)).toEqual(['b', 'a']);
  expect(adopted.offered).toBe(0);
});

test('a row pushed off the end by a new one is not counted beside it', () => {
  const before = adoptPage(page(device('a'), device('b')));
  expect(receivePage(before, page(device('c'), device('a'))).offered).toBe(1);
  expect(receivePage(before, page(device('b'))).offered).toBe(1);
});

test('what is undone meanwhile is offered no longer', () => {
  const before = adoptPage(page(device('a'), device('b')));
  const offering = receivePage(before, page(device('b'), device('a')));
  expect(receivePage(offering, page(device('a'), device('b'))).offered).toBe(0);
});

test('the first devices of an empty list need no click', () => {
  expect(idsOf(receivePage(adoptPage(page()), page(device('a'))).page.items)).toEqual(['a']);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type PageRequest,
  SourceFailure,
  type SourcePage,
  type SourceReader,
} from '#lib/domain/sources/source-reader';
import { readAhead } from './read-ahead.ts';

let asked: { cursor: unknown; now: Date }[];
let answers: ((request: PageRequest) => SourcePage)[];
let reader: SourceReader;

const page = (next: number | null, pauseMs = 0): SourcePage => ({
  records: [],
  next: next === null ? null : { cursor: next, pauseMs },
  total: null,
});
const request = (cursor: number | null, now = new Date(0)): PageRequest => ({
  walk: 'full',
  cursor,
  since: null,
  now,
});

beforeEach(() => {
  vi.useFakeTimers({ now: 5000 });
  asked = [];
  reader = readAhead({
    readPage: async (given) => {
      asked.push({ cursor: given.cursor, now: given.now });
      const answer = answers[asked.length - 1];
      if (answer === undefined) throw new Error('asked too often');
      return answer(given);
    },
  });
});
afterEach(() => vi.useRealTimers());

test('the next page is read at once, and says when that was', async () => {
  answers = [() => page(1), () => page(2), () => page(null)];
  expect((await reader.readPage(request(null))).readAt).toEqual(new Date(0));
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, 1]);
  expect((await reader.readPage(request(1, new Date(9999)))).readAt).toEqual(new Date(5000));
  expect((await reader.readPage(request(2))).next).toBeNull();
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, 1, 2]);
});

test('a source that wants a pause is not asked before its end', async () => {
  answers = [() => page(1, 1000), () => page(null)];
  await reader.readPage(request(null));
  expect(asked).toHaveLength(1);
  await reader.readPage(request(1));
  expect(asked).toHaveLength(2);
});

test('a failure comes when the page is asked for, and another try reads again', async () => {
  const fail = () => {
    throw new SourceFailure('source_error', 'no');
  };
  answers = [() => page(1), fail, () => page(null)];
  await reader.readPage(request(null));
  await expect(reader.readPage(request(1))).rejects.toMatchObject({ code: 'source_error' });
  expect((await reader.readPage(request(1))).next).toBeNull();
});

test('another page than the next one, and one that was read too long ago, are read again', async () => {
  answers = [() => page(1), () => page(2), () => page(1), () => page(null), () => page(null)];
  await reader.readPage(request(null));
  await reader.readPage(request(null));
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, 1, null, 1]);
  vi.advanceTimersByTime(60_000);
  await reader.readPage(request(1));
  expect(asked).toHaveLength(5);
});

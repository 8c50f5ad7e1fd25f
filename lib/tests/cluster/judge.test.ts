import { expect, test } from 'vitest';
import type { Event } from './clients.ts';
import { costOf } from './cost.ts';
import { judgeCosts } from './judge.ts';

const sent = (at: number, outcome: Event['outcome'] = 'ok', detail = ''): Event => ({
  at,
  outcome,
  what: 'check-in',
  ms: 100,
  detail,
});
const everySecond = (from: number, to: number) =>
  Array.from({ length: (to - from) / 1000 + 1 }, (_, index) => from + index * 1000);

function judge(name: string, isHard: boolean, times: readonly number[], more: readonly Event[] = []) {
  const window = { from: 0, to: 100_000 };
  const times100 = everySecond(0, 100_000);
  const events = [...times.map((at) => sent(at)), ...more];
  const cost = costOf({ name, isHard }, window, { events, heard: times100, taken: times100 });
  return { cost, problems: judgeCosts([cost]) };
}

test('requests that are told to come again are no problem, and are counted by who said it', () => {
  const more = [sent(500, 'later', '503'), sent(600, 'balancer', '503'), sent(700, 'balancer', '503')];
  const { cost, problems } = judge('kill primary', true, everySecond(0, 100_000), more);
  expect(cost).toMatchObject({ later: 1, balancer: 2, broken: 0, nobody: 1 });
  expect(problems).toEqual([]);
});

test('a connection may break where a host is cut off, and nowhere else', () => {
  const more = [sent(500, 'broken', 'SocketError')];
  expect(judge('cut web1', true, everySecond(0, 100_000), more).problems).toEqual([]);
  expect(judge('cut standby', false, everySecond(0, 100_000), more).problems).toEqual([
    'cut standby: check-in: SocketError',
  ]);
});

test('any other response is a problem, and so is a stop that is felt', () => {
  expect(judge('cut web1', true, everySecond(0, 100_000), [sent(500, 'wrong', '500')]).problems).toEqual([
    'cut web1: check-in: 500',
  ]);
  expect(judge('stop web1', false, everySecond(0, 100_000), [sent(500, 'later', '503')]).problems).toEqual([
    'stop web1: a stop that says so beforehand was felt',
  ]);
});

test('a time without any check-in has a limit', () => {
  const { cost, problems } = judge('cut primary', true, [1000, 42_000, ...everySecond(43_000, 100_000)]);
  expect(cost.nobody).toBe(41);
  expect(problems).toEqual(['cut primary: nobody for 41 s, more than 30 s']);
});

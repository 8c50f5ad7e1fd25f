import { expect, test } from 'vitest';
import type { AuditEntry } from '#lib/db/people/audit';
import { RefusalLog } from './refusal-log.ts';

const start = Date.parse('2026-11-23T07:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const refused = (name: string, target = 'POST /api/v1/devices/{id}/retire') => ({
  actor: { kind: 'api_key', name, requestId: null } as const,
  action: 'api.call' as const,
  target,
  details: { code: 'not_authorized' },
});

function newLog() {
  const written: AuditEntry[] = [];
  const log = new RefusalLog(async (entry) => {
    written.push(entry);
  });
  const told = () => written.map(({ actor, count = 1, details }) => [actor.name, count, details?.since]);
  return { log, written, told };
}

test('the first of its kind is written at once, the same again as one event with its count', async () => {
  const { log, told, written } = newLog();
  for (let second = 0; second < 59; second += 1) await log.note(refused('reader'), at(second));
  await log.note(refused('other'), at(59));
  expect(told()).toEqual([
    ['reader', 1, undefined],
    ['other', 1, undefined],
  ]);
  await log.sweep(at(60));
  expect(told().slice(2)).toEqual([['reader', 58, at(0).toISOString()]]);
  expect(written.every(({ outcome }) => outcome === 'refused')).toBe(true);
  await log.sweep(at(600));
  await log.note(refused('reader'), at(601));
  expect(told().slice(3)).toEqual([['reader', 1, undefined]]);
});

test('a flood of different refusals is bounded, and none of it is uncounted', async () => {
  const { log, written } = newLog();
  const minutes = 60;
  const each = 1000;
  for (let minute = 0; minute < minutes; minute += 1) {
    for (let call = 0; call < each; call += 1) {
      await log.note(
        refused('reader', `GET /api/v1/x${minute}-${call}`),
        at(minute * 60 + (call * 59) / each),
      );
    }
  }
  await log.sweep(at(minutes * 60 + 60));
  expect(written.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(minutes * each);
  // A burst of 100, then 10 a minute and one sum.
  expect(written.length).toBeLessThanOrEqual(100 + minutes * 11);
});

test('a clock that is set back opens no gap for a flood', async () => {
  const { log, written } = newLog();
  await log.note(refused('reader'), at(3600));
  for (let call = 0; call < 1000; call += 1) await log.note(refused('reader', `GET /x${call}`), at(0));
  expect(written).toHaveLength(100);
});

test('a flood of somebody unknown hides neither a known person nor another address', async () => {
  const { log, written } = newLog();
  const anonymous = (address: string, target: string) => ({
    actor: { kind: 'unknown', name: '', requestId: null, from: { address, userAgent: null } } as const,
    action: 'api.call' as const,
    target,
    details: { code: 'not_authenticated' },
  });
  for (let call = 0; call < 1000; call += 1) await log.note(anonymous('192.0.2.1', `GET /x${call}`), at(0));
  await log.note(anonymous('192.0.2.2', 'GET /y'), at(1));
  for (let call = 0; call < 200; call += 1) {
    await log.note(anonymous(`198.51.100.${call}`, 'GET /z'), at(2));
  }
  await log.note(refused('anna'), at(3));
  expect(written.at(-1)?.actor.name).toBe('anna');
  expect(written.filter(({ actor }) => actor.from?.address === '192.0.2.2')).toHaveLength(1);
});

test('what a known person does beyond the budget is summed up under their name', async () => {
  const { log, written } = newLog();
  for (let call = 0; call < 150; call += 1) await log.note(refused('anna', `GET /x${call}`), at(0));
  await log.sweep(at(61));
  const sums = written.filter(({ details }) => details?.code === 'others');
  expect(sums.map(({ actor, count }) => [actor.kind, actor.name, count])).toEqual([['api_key', 'anna', 50]]);
});

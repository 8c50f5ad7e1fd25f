import { beforeAll, expect, test } from 'vitest';
import { policyInput } from '#lib/contract/policy';
import type { Database } from '#lib/db/core/database';
import { createPolicy } from '#lib/policies/save-policy';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { writeUserText } from './write-user-text.ts';

let db: Database;
const now = new Date('2026-11-23T08:00:00Z');
const actor = { kind: 'admin' as const, name: 'admin', requestId: null };

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

/** Every device violates it from the start. */
async function policy(name: string, more: Record<string, unknown>): Promise<void> {
  const rule = { all: [{ fact: 'os', op: 'exists' }] };
  const steps = [{ after: 'PT0S', action: 'block' }];
  await createPolicy(db, policyInput.parse({ name, rule, steps, ...more }), actor, now);
}

async function checkIn(externalId: string, violations: object[]): Promise<string> {
  const device = { name: 'Phone', os: 'ios', osVersion: '18' };
  const checkIns = [{ externalId, checkedInAt: now.toISOString(), device, violations }];
  const { results } = await recordCheckIns(db, { feed: 'one', checkIns, now });
  return results[0]?.deviceId ?? '';
}

const fix = {
  en: { title: 'Update iOS', text: 'Open Settings,\nthen Software Update.' },
  ja: { title: 'iOS の更新', text: '設定を開きます。' },
};

test('a mail says what the policies that count ask for, in its language or else in English', async () => {
  await policy('Old system', { fix });
  await policy('Only watched', { mode: 'report_only', fix: { en: { title: 'Wrong', text: 'Wrong' } } });
  const id = await checkIn('1', []);
  const body = async (locale: 'ja' | 'de') => (await writeUserText(db, id, { locale }, now)).body;
  expect(await body('ja')).toContain('1. iOS の更新\n   設定を開きます。\n2. ');
  const german = await body('de');
  expect(german).toContain('1. Update iOS\n   Open Settings,\n   then Software Update.\n2. ');
  expect(german).toContain('Old system');
  expect(german).not.toMatch(/Only watched|Wrong/);
  expect(german).not.toContain('3. ');
});

test('what no policy explains gets the general step', async () => {
  const id = await checkIn('2', [{ policy: 'By the MDM', action: 'block' }]);
  const { body } = await writeUserText(db, id, { locale: 'en' }, now);
  expect(body).toContain(
    '1. Update iOS\n   Open Settings,\n   then Software Update.\n2. Fix the points named above',
  );
});

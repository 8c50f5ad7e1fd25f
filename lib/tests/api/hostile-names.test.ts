import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { checkInAnswer } from '#lib/contract/check-in';
import type { Database } from '#lib/db/core/database';
import { keyScopes } from '#lib/domain/people/scope';
import { callsWith } from '#lib/test-kit/api/call-route';
import { hostileTexts } from '#lib/test-kit/api/hostile-values';
import { readCsv } from '#lib/test-kit/api/read-csv';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let key = '';
/** By the name that was sent */
const ids = new Map<string, string>();
const names = Object.values(hostileTexts);
/** As a text comes back: without the spaces around it */
const kept = names.map((name) => name.trim());
const formula = /^[=+\-@\t\r＝＋－＠]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not be there
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  ({ key } = await createApiKey(db, { name: 'all', feed: 'f', scopes: [...keyScopes], now: new Date() }));
  const checkIns = names.map((text) => ({
    externalId: text,
    checkedInAt: new Date().toISOString(),
    device: { name: text, serialNumber: text, model: text, manufacturer: text, os: 'ios', osVersion: '26' },
    user: { principalName: text, displayName: text },
    violations: [{ policy: text, action: 'block' }],
    azure: { userPrincipalName: text },
  }));
  const { results } = checkInAnswer.parse((await call('POST', 'check-ins', { checkIns })).json);
  for (const [index, { deviceId }] of results.entries()) ids.set(kept[index] ?? '', deviceId ?? '');
  // With tabs and line breaks, which an earlier version kept.
  await db.pool.$executeRaw`
    UPDATE devices SET name = external_id, serial_number = external_id, model = external_id,
      manufacturer = external_id, user_principal_name = external_id, user_display_name = external_id,
      violations = jsonb_build_array(jsonb_build_object('policy', external_id, 'action', 'block', 'since', null))`;
});
afterAll(() => web.close());

const call = callsWith(() => key);
const column = (rows: string[][], name: string) => {
  const index = rows[0]?.indexOf(name) ?? -1;
  return rows.slice(1).map((row) => row[index] ?? '');
};
/** A spreadsheet shows what stands behind the quote. */
const shown = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '');

test('lists and details give a name back as it was sent', async () => {
  const { json } = await call('GET', 'devices?limit=200');
  expect(json.items.map(({ name }: { name: string }) => name).toSorted()).toEqual(kept.toSorted());
  for (const [name, id] of ids) {
    const one = await call('GET', `devices/${id}`);
    expect(one.headers.get('content-type')).toBe('application/json');
    expect(one.json).toMatchObject({ name, model: name, serialNumber: name, userDisplayName: name });
    expect(one.json.violations[0].policy).toBe(name);
  }
});

test.each(['', '&bom=true'])('a CSV has a row a device, and no cell is a formula%s', async (more) => {
  const { text } = await call('GET', `devices/export?format=csv${more}`);
  const rows = readCsv(text.replace(/^\ufeff/, ''));
  expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  expect(rows.flat().filter((cell) => formula.test(cell))).toEqual([]);
  expect(column(rows, 'name').map(shown).toSorted()).toEqual(kept.toSorted());
  expect(column(rows, 'model')).toEqual(column(rows, 'name'));
});

test('the results of a bulk action are a CSV of the same kind', async () => {
  const asked = await call('POST', 'bulk-reports', { deviceIds: [...ids.values()] });
  const { text } = await call('GET', `bulk-reports/${asked.json.id}/export`);
  const rows = readCsv(text);
  expect(rows.flat().filter((cell) => formula.test(cell))).toEqual([]);
  expect(column(rows, 'deviceName').map(shown).toSorted()).toEqual(kept.toSorted());
});

test('the export of reports is a CSV of the same kind', async () => {
  const now = new Date();
  await db.pool.report.createMany({
    data: [...ids.values()].map((deviceId) => ({
      id: uuidv7(),
      deviceId,
      trigger: 'manual' as const,
      status: 'failed' as const,
      verdict: 'compliant' as const,
      stateVersion: 1,
      createdAt: now,
      requestedBy: '=1+1',
      errorDetail: '@sum',
    })),
  });
  const { text } = await call('GET', 'reports/export');
  const rows = readCsv(text);
  expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  expect(rows.flat().filter((cell) => formula.test(cell))).toEqual([]);
  expect(column(rows, 'deviceName').map(shown).toSorted()).toEqual(kept.toSorted());
});

test('NDJSON has one line a device, whatever a reader takes for a line', async () => {
  const { text } = await call('GET', 'devices/export?format=ndjson');
  const lines = text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).filter((line) => line !== '');
  expect(lines.map((line) => JSON.parse(line).name).toSorted()).toEqual(kept.toSorted());
});

test('the audit log names what was named, and its exports have one line an event', async () => {
  for (const name of names) await call('POST', 'api-keys', { name, scopes: ['devices:read'] });
  const path = 'audit-events/export?action=api_key.create';
  const ndjson = (await call('GET', `${path}&format=ndjson`)).text;
  const lines = ndjson.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).filter((line) => line !== '');
  const told = lines.map((line) => JSON.parse(line).after.name).filter((name) => name !== 'all');
  expect(told.toSorted()).toEqual(kept.toSorted());
  const cef = (await call('GET', `${path}&format=cef`)).text.split('\n').slice(0, -1);
  expect(cef).toHaveLength(lines.length);
  expect(cef.filter((line) => !line.startsWith('CEF:0|Tenko|') || control.test(line))).toEqual([]);
});

test('a mail to a user has a subject of one line, and nothing turns its letters round', async () => {
  for (const id of ids.values()) {
    const { json } = await call('GET', `devices/${id}/user-text?locale=en`);
    expect(json.subject).not.toMatch(/[\n\r\u2028\u2029]/);
    expect(json.body).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(json.body.split('\n').filter((line: string) => /^(CEF|level=)/.test(line))).toEqual([]);
  }
});

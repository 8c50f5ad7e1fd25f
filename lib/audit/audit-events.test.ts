import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { type AuditAction, auditOutcomes } from '#lib/domain/people/audit-event';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { type AuditEvent, type AuditQuery, auditQuery } from '../contract/audit-event.ts';
import { exportAuditEvents, listAuditEvents } from './audit-events.ts';

let database: TestDatabase;
let db: Database;
let all: AuditEvent[] = [];
const start = Date.parse('2026-11-23T07:00:00Z');
const actors = ['ann', 'ben', '営業部 100%_x'];
const actions: AuditAction[] = ['device.report', 'device.retire', 'view.change', 'api.call'];
const targets = ['t0', 't1', null];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  for (let index = 0; index < 120; index += 1) {
    const name = actors[index % 3] ?? '';
    const from = { address: `10.0.0.${index % 4}`, userAgent: 'curl' };
    await recordAudit(db.pool, {
      actor: { kind: 'admin', name, requestId: `request-${index}`, from },
      action: actions[index % 4] ?? 'api.call',
      target: targets[index % 3] ?? null,
      outcome: auditOutcomes[index % 2] ?? 'done',
      before: { name: `旧名 ${index}` },
      after: { name: 'A "quoted" name' },
      // Several events of one time: the id decides
      now: new Date(start + Math.floor(index / 3) * 60_000),
    });
  }
  all = await pages({ limit: 200 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** All pages of a query. */
async function pages(query: Partial<AuditQuery>): Promise<AuditEvent[]> {
  const found: AuditEvent[] = [];
  let cursor: string | null = null;
  do {
    const given = { ...query, ...(cursor === null ? {} : { cursor }) };
    const page = await listAuditEvents(db, auditQuery.parse(given));
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

test('all events are told, newest first, and in whole', () => {
  expect(all).toHaveLength(120);
  const keys = all.map(({ at, id }) => at + id);
  expect(keys).toEqual(keys.toSorted().reverse());
  expect(all.find(({ requestId }) => requestId === 'request-3')).toMatchObject({
    actor: { kind: 'admin', name: 'ann', id: null },
    action: 'api.call',
    outcome: 'refused',
    count: 1,
    target: 't0',
    before: { name: '旧名 3' },
    after: { name: 'A "quoted" name' },
    address: '10.0.0.3',
  });
});

const time = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
type Reference = (event: AuditEvent) => boolean;
test.each<[string, Partial<AuditQuery>, Reference]>([
  ['one actor', { actor: ['ann'] }, ({ actor }) => actor.name === 'ann'],
  [
    'actors and actions',
    { actor: ['ann', 'ben'], action: ['device.report', 'api.call'] },
    (event) => event.actor.name !== actors[2] && ['device.report', 'api.call'].includes(event.action),
  ],
  ['a target', { target: 't1' }, ({ target }) => target === 't1'],
  ['an outcome', { outcome: 'refused' }, ({ outcome }) => outcome === 'refused'],
  ['a time', { after: time(10), before: time(20) }, ({ at }) => at >= time(10) && at < time(20)],
  [
    'a text of any case',
    { q: 'REQUEST-11' },
    ({ requestId }) => requestId?.startsWith('request-11') ?? false,
  ],
  [
    'a text in Japanese, of what was',
    { q: '旧名 7' },
    ({ before }) => String(before?.name).startsWith('旧名 7'),
  ],
  ['a short text', { q: '.3' }, ({ address }) => address === '10.0.0.3'],
  ['what LIKE would take for patterns', { q: '100%_X' }, ({ actor }) => actor.name === actors[2]],
  [
    'a text and all else',
    { q: '10.0.0', outcome: 'done', action: ['view.change'], actor: ['ann'], after: time(5) },
    (event) =>
      event.outcome === 'done' &&
      event.action === 'view.change' &&
      event.actor.name === 'ann' &&
      event.at >= time(5),
  ],
  ['what is not there', { actor: ['nobody'] }, () => false],
])(
  '%s: the filter gives what a plain comparison does, by pages and both ways',
  async (_name, query, reference) => {
    const wanted = all.filter(reference).map(({ id }) => id);
    expect((await pages({ ...query, limit: 7 })).map(({ id }) => id)).toEqual(wanted);
    expect((await pages({ ...query, limit: 50, sort: 'at' })).map(({ id }) => id)).toEqual(
      wanted.toReversed(),
    );
  },
);

test('an export holds the same events, and is itself an event that says how much was taken', async () => {
  const actor = { kind: 'admin', name: 'eve', requestId: 'x' } as const;
  const now = new Date(start + 3_600_000);
  const filter = { actor: ['ann'], sort: '-at' } as const;
  const text = async (format: 'ndjson' | 'cef', stopAfter = Number.POSITIVE_INFINITY) => {
    let taken = '';
    let chunks = 0;
    for await (const chunk of exportAuditEvents(db, { ...filter, actor: ['ann'], format }, { actor, now })) {
      taken += chunk;
      chunks += 1;
      if (chunks >= stopAfter) break;
    }
    return taken;
  };
  const lines = (await text('ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditEvent);
  expect(lines).toEqual(all.filter(({ actor: { name } }) => name === 'ann'));
  expect((await text('cef', 1)).match(/^CEF:0\|Tenko\|/gm)).toHaveLength(lines.length);
  const told = await pages({ action: ['audit.export'] });
  expect(told.map(({ details }) => details)).toMatchObject([
    { format: 'cef', count: 0, complete: false },
    { format: 'ndjson', count: 40, complete: true, filter: { actor: ['ann'] } },
  ]);
});

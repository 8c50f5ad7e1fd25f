import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { type Database, openDatabase } from '#lib/db/core/database';
import { readDatabaseFacts } from '#lib/db/core/database-size';
import {
  partnerEntriesOf,
  partnerMessageBody,
  type ReportedDevice,
} from '#lib/domain/reports/partner-message';
import { forgetReports } from '#lib/reports/forget-reports';
import { forgetCheckIns } from '#lib/run/worker/start-retention';
import { checkInBatches } from './check-ins.ts';
import { type Figure, figure, median, plainFigure, secondsOf } from './measure.ts';

const checkInsEach = 24;
const reportsEach = 4;
const uploadOf = 100;
const now = new Date('2026-06-01T00:00:00Z');
/** Of the histories, half is older. */
const middle = new Date('2026-05-17T00:00:00Z');

/**
 * What devices and their histories take, with indexes; how fast half of the histories is deleted, beside one plain DELETE
 * of the same rows; and check-ins meanwhile, beside those before.
 */
export async function benchRetention(url: string, size = 100_000): Promise<Figure[]> {
  const db = openDatabase(url);
  const pool = new Pool({ connectionString: url });
  await fillWithHistories(db, pool, size);
  const sizes = await bytesOfEach(db);
  await pool.query('CREATE TABLE plain_check_ins (LIKE check_ins INCLUDING INDEXES)');
  await pool.query('INSERT INTO plain_check_ins SELECT * FROM check_ins ORDER BY received_at');
  await pool.query('VACUUM ANALYZE');

  const alone = await latencies(db, async () => undefined);
  let deleted = { checkIns: 0, seconds: 0 };
  const meanwhile = await latencies(db, async () => {
    const started = performance.now();
    deleted = {
      checkIns: await forgetCheckIns({ db }, middle),
      seconds: (performance.now() - started) / 1000,
    };
  });
  let plain = 0;
  const plainSeconds = await secondsOf(async () => {
    const { rowCount } = await pool.query('DELETE FROM plain_check_ins WHERE received_at < $1', [middle]);
    plain = rowCount ?? 0;
  });
  let reports = 0;
  const reportSeconds = await secondsOf(async () => {
    ({ reports } = await forgetReports(db, {
      before: middle,
      since: null,
      signal: new AbortController().signal,
    }));
  });
  await pool.end();
  await db.close();
  return [
    ...sizes,
    figure(
      'old check-ins deleted, while others come in',
      'rows/s',
      [deleted.checkIns / deleted.seconds],
      [plain / plainSeconds],
    ),
    plainFigure('old reports deleted', `${Math.round(reports / reportSeconds).toLocaleString('en')} rows/s`),
    slowed('a batch of 500 check-ins meanwhile, p50', meanwhile, alone, 0.5),
    slowed('the same, p99', meanwhile, alone, 0.99),
  ];
}

/** Devices, and a month of check-ins and reports of each. */
export async function fillWithHistories(db: Database, pool: Pool, size: number): Promise<void> {
  for (const batch of checkInBatches(size, { round: 0, at: now })) {
    await recordCheckIns(db, { feed: 'bench', checkIns: batch, now });
  }
  // In the order in which they would have come in, with ids that grow with time, as they do.
  for (let each = 0; each < checkInsEach; each += 1) {
    const at = new Date(now.getTime() - ((checkInsEach - each) * 30 * 86_400_000) / checkInsEach);
    await pool.query(
      `INSERT INTO check_ins (id, device_id, checked_in_at, received_at, verdict)
       SELECT uuidv7($1::timestamptz - now()), id, $1, $1, 'compliant' FROM devices`,
      [at],
    );
  }
  for (let each = 0; each < reportsEach; each += 1) {
    const at = new Date(now.getTime() - ((reportsEach - each) * 30 * 86_400_000) / reportsEach);
    await pool.query(
      `WITH numbered AS (SELECT id, row_number() OVER () / ${uploadOf} AS number FROM devices),
       made AS (
         INSERT INTO uploads (id, status, body, device_count, created_at, sent_at, settled_at)
         SELECT uuidv7($1::timestamptz - now()), 'completed', $2, ${uploadOf}, $1, $1, $1
         FROM generate_series(0, (SELECT max(number) FROM numbered)) RETURNING id),
       upload AS (SELECT id, row_number() OVER () - 1 AS number FROM made)
       INSERT INTO reports (id, device_id, upload_id, trigger, status, verdict, state_version, azure_device_id, created_at, settled_at)
       SELECT uuidv7($1::timestamptz - now()), n.id, u.id, 'compliance_change', 'successful', 'compliant', 1, n.id, $1, $1
       FROM numbered n JOIN upload u USING (number)`,
      [at, messageBody()],
    );
  }
  await pool.query('VACUUM ANALYZE');
}

/** As Microsoft gets it, about as many devices as a message holds. */
function messageBody(): string {
  const entries = Array.from({ length: uploadOf }, (_, index) => {
    const device: ReportedDevice = {
      azureDeviceId: randomUUID(),
      name: `Device ${index}`,
      os: 'ios',
      osVersion: '26.1',
      manufacturer: 'Apple',
      model: 'iPhone 17',
      serialNumber: `SN${index}`,
      userPrincipalName: `user${index}@example.com`,
      userId: randomUUID(),
      verdict: 'compliant',
      lastCheckInAt: now,
      lastUpdateTime: now,
    };
    return partnerEntriesOf(randomUUID(), device, now);
  });
  return partnerMessageBody(randomUUID(), entries.flat(), now);
}

const histories = {
  check_ins: 'a check-in',
  reports: 'a report',
  uploads: 'a message of 100 devices',
} as const;

/** What one of each takes. All that is not a history is the device's own. */
async function bytesOfEach(db: Database): Promise<Figure[]> {
  const { tables } = await readDatabaseFacts(db.pool);
  const rowsOf = (name: string) => tables.find((table) => table.name === name)?.rows || 1;
  const own = tables.filter(({ name }) => !(name in histories)).reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    plainFigure('a device, with all that is no history', `${Math.round(own / rowsOf('devices'))} bytes`),
    ...Object.entries(histories).map(([name, what]) => {
      const bytes = tables.find((table) => table.name === name)?.bytes ?? 0;
      return plainFigure(what, `${Math.round(bytes / rowsOf(name))} bytes`);
    }),
  ];
}

let round = 1;

/** Milliseconds of batches of check-ins, for as long as other work takes, and a hundred at least. */
async function latencies(db: Database, work: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  let isOver = false;
  const other = work().finally(() => {
    isOver = true;
  });
  while (!isOver || found.length < 100) {
    round += 1;
    for (const batch of checkInBatches(10_000, { round, at: new Date(now.getTime() + round * 60_000) })) {
      const seconds = await secondsOf(() =>
        recordCheckIns(db, { feed: 'bench', checkIns: batch, now: new Date(now.getTime() + round * 60_000) }),
      );
      found.push(seconds * 1000);
    }
  }
  await other;
  return found;
}

function slowed(what: string, meanwhile: readonly number[], alone: readonly number[], part: number): Figure {
  const at = (values: readonly number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    return part === 0.5 ? median(values) : (sorted[Math.floor(sorted.length * part)] ?? Number.NaN);
  };
  const [ours, theirs] = [at(meanwhile), at(alone)];
  const shown = (ms: number) => `${ms.toFixed(0)} ms`;
  return { what, tenko: shown(ours), floor: shown(theirs), ratio: (ours / theirs).toFixed(2) };
}

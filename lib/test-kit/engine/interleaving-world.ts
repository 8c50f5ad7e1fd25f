import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { createAzureGateway } from '#lib/azure/create-azure-gateway';
import { readGate } from '#lib/db/connection/connection';
import { openDatabase } from '#lib/db/core/database';
import { type ReportingChannel, reportingChannels } from '#lib/domain/devices/channel';
import { claimDueDevices } from '#lib/engine/claim/claim-due-devices';
import { defaultSettings, type Engine } from '#lib/engine/engine';
import { claimForGraph } from '#lib/engine/graph-writes/claim-for-graph';
import { readBack } from '#lib/engine/read-back/read-back';
import { sendUpload } from '#lib/engine/send/send-upload';
import { confirmUpload } from '#lib/engine/settle/confirm-upload';
import { stepChannelChange } from '#lib/engine/step-channel-change';
import { stepResync } from '#lib/engine/step-resync';
import { createLog } from '#lib/log';
import { startTestSandbox } from '../start-test-sandbox.ts';
import { createTestDatabase } from '../test-database.ts';
import { findBrokenPromises, watchPromises } from './broken-promises.ts';
import { findDifferences, findOpenWork, refusedByName, type ShownDevice } from './compare-with-azure.ts';
import { findForgottenChanges } from './forgotten-changes.ts';

export type InterleavingWorld = Awaited<ReturnType<typeof createInterleavingWorld>>;

const settleDelayMs = 1500;
const minute = 60_000;
/** Clocks of the processes beside the true one. */
const skews = [0, 5 * minute, -5 * minute];
const mostRounds = 40;
const waiting = { send: ['preparing', 'sending'], confirm: ['sent'] };

/** What a worker's sweep claims of a channel. Returns how many devices and ids. */
export async function claimBy(engine: Engine, channel: ReportingChannel): Promise<number> {
  if (channel === 'partner') return claimDueDevices(engine);
  const gate = await readGate(engine.db.pool);
  return channel === 'windows' || gate.tagging ? claimForGraph(engine, channel, gate) : 0;
}

/**
 * PostgreSQL, the sandbox behind its wire, and engines with clocks of their own, as in several processes; but no
 * queue: any job may run at any time, so what may be done is read from the rows. `channels`: every second device has Windows.
 */
export async function createInterleavingWorld(devices: number, { channels = false } = {}) {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { maxConnections: channels ? 20 : 6 });
  const sql = new Pool({ connectionString: database.url, max: 2 });
  await watchPromises(sql);
  const time = { now: Date.now() };
  const sandbox = await startTestSandbox({ settleDelayMs, clock: () => time.now });
  const engines = skews.map((skew): Engine => {
    const clock = () => time.now + skew;
    return {
      db,
      gateway: createAzureGateway({ ...sandbox, clock }),
      queue: { enqueue: async () => {} },
      log: createLog('test', 'silent'),
      clock: () => new Date(clock()),
      random: () => 0.5,
      settings: { ...defaultSettings, devicesPerMessage: 3, graphWrites: { perSecond: 1000, burst: 1000 } },
      publicUrl: 'https://tenko.example.com',
    };
  });
  let azureIds: string[] = [];
  let breachesBefore = 0;

  return {
    db,
    engines,
    databaseUrl: database.url,
    sandbox,
    now: () => new Date(time.now),
    passTime,
    osOf: (device: number) => (channels && device % 2 === 1 ? 'windows' : 'ios'),
    azureId: (device: number, which: 'first' | 'second') =>
      azureIds[which === 'first' ? device : device + devices] ?? '',
    /** New devices, and nothing else. */
    reset: async () => {
      sandbox.faults.clear();
      azureIds = Array.from({ length: 2 * devices }, () => randomUUID());
      breachesBefore = sandbox.store.breachCount();
      await sql.query(
        'TRUNCATE devices, azure_ids, uploads, reports, azure_calls, entra_users, broken_promises CASCADE',
      );
      await sql.query('DELETE FROM connection');
      await sql.query('INSERT INTO connection (id) VALUES (1)');
      await sql.query('UPDATE walks SET started_at = NULL, finished_at = NULL');
      await sql.query(
        `UPDATE reporting_channels SET enabled = name <> 'tag', health = 'healthy', problem_code = NULL, throttled_until = NULL,
          failing_since = NULL, probe_after = NULL, probes = 0, rewrites = false, attribute = CASE WHEN name = 'tag' THEN 15 END`,
      );
      await sql.query('DELETE FROM tag_values');
    },
    /** The ids of messages that wait to be sent or confirmed, or of all, in the order in which they were made. */
    uploads: async (waitingFor: keyof typeof waiting | 'all'): Promise<string[]> => {
      const { rows } = await sql.query<{ id: string }>(
        'SELECT id FROM uploads WHERE $1::text[] IS NULL OR status::text = ANY($1) ORDER BY created_at, id',
        [waitingFor === 'all' ? null : waiting[waitingFor]],
      );
      return rows.map(({ id }) => id);
    },
    deviceIds: async () =>
      (await sql.query<{ id: string }>('SELECT id FROM devices')).rows.map(({ id }) => id),
    deviceRow: async (externalId: string) => {
      const { rows } = await sql.query<{ id: string; verdict: string }>(
        'SELECT id, verdict FROM devices WHERE external_id = $1',
        [externalId],
      );
      return rows[0] ?? null;
    },
    /** What is wrong already, between two steps. */
    look: () => findForgottenChanges(sql),
    drain,
    judge,
    close: async () => {
      await sandbox.stop();
      await sql.end();
      await db.close();
      await database.drop();
    },
  };

  /** No test can move the database's clock, by which processes wait together: their waits end sooner instead. */
  async function passTime(ms: number): Promise<void> {
    time.now += ms;
    await sql.query(
      `UPDATE connection SET throttled_until = throttled_until - $1 * interval '1 millisecond',
        graph_throttled_until = graph_throttled_until - $1 * interval '1 millisecond',
        probe_after = probe_after - $1 * interval '1 millisecond'`,
      [ms],
    );
    await sql.query(
      `UPDATE reporting_channels SET throttled_until = throttled_until - $1 * interval '1 millisecond',
        probe_after = probe_after - $1 * interval '1 millisecond'`,
      [ms],
    );
  }

  /** Lets all that waits go through, without faults, until nothing is left to do. Answers whether it came to an end. */
  async function drain(): Promise<boolean> {
    const [engine] = engines;
    if (engine === undefined) throw new Error('there is no engine');
    sandbox.faults.clear();
    for (let round = 0; round < mostRounds; round += 1) {
      await passTime(minute);
      const stepped = (await stepResync(engine)) || (await stepChannelChange(engine));
      let claimed = 0;
      for (const channel of reportingChannels) claimed += await claimBy(engine, channel);
      const { rows } = await sql.query<{ id: string; status: string }>(
        `SELECT id, status FROM uploads WHERE status IN ('preparing', 'sending', 'sent')`,
      );
      if (rows.length === 0 && claimed === 0 && !stepped) return true;
      for (const { id, status } of rows) {
        await (status === 'sent' ? confirmUpload(engine, { uploadId: id }) : sendUpload(engine, id));
      }
    }
    return false;
  }

  /** All that is wrong in the end, a line each. */
  async function judge(): Promise<string[]> {
    const [engine] = engines;
    if (engine === undefined) throw new Error('there is no engine');
    const { rows } = await sql.query<{ id: string }>('SELECT id FROM devices');
    await readBack(engine, [{ deviceIds: rows.map(({ id }) => id), attempt: 99 }]);
    // Weekly reports of a process whose clock is behind are due by its clock.
    const differences = await findDifferences(sql, shown(), new Date(time.now));
    const breaches = sandbox.store.breachesAfter(0, 5000).slice(breachesBefore);
    return [
      ...(await findOpenWork(sql, new Date(time.now))),
      ...differences,
      ...(await findBrokenPromises(sql)),
      ...breaches.map(({ kind, detail }) => `${kind}: ${detail}`),
      ...(await unconfirmed()),
      ...(await misread()),
      ...(await unwithdrawn()),
    ];
  }

  function shown(): Map<string, ShownDevice> {
    return new Map(
      azureIds.flatMap((id) => {
        const row = sandbox.store.device(id);
        if (row === null) return [];
        const isManaged = row.is_managed === 1;
        const isCompliant = row.is_compliant === 1;
        const lastUpdateTime = new Date(row.last_update);
        const extensionAttributes = JSON.parse(row.extension_attributes) as Record<string, string>;
        const messageId = row.message_id;
        return [[id, { isManaged, isCompliant, messageId, lastUpdateTime, extensionAttributes }]];
      }),
    );
  }

  /** Reports that are called successful though Microsoft never completed their message. */
  async function unconfirmed(): Promise<string[]> {
    const { rows } = await sql.query<{ id: string | null }>(
      `SELECT DISTINCT upload_id AS id FROM reports r JOIN uploads u ON u.id = r.upload_id
        WHERE r.status = 'successful' AND u.channel = 'partner'`,
    );
    const wrong = rows.filter(({ id }) => sandbox.store.message(id ?? '')?.status !== 'Completed');
    return wrong.map(({ id }) => `the message ${id} is no success at Microsoft`);
  }

  /** Ids that no device has now, and that Entra still shows as managed or compliant. */
  async function unwithdrawn(): Promise<string[]> {
    const { rows } = await sql.query<{ id: string; name: string | null }>(
      `SELECT a.azure_device_id AS id, d.name FROM azure_ids a LEFT JOIN devices d ON d.id = a.former_device_id
        WHERE NOT EXISTS (SELECT 1 FROM devices o WHERE o.azure_device_id = a.azure_device_id)`,
    );
    return rows.flatMap(({ id, name }) => {
      const row = sandbox.store.device(id);
      const isGone = row === null || (row.is_managed === 0 && row.is_compliant === 0);
      // A name that the sandbox refuses keeps the withdrawal from going through, too.
      return isGone || refusedByName.test(name ?? '') ? [] : [`the former id ${id} is still managed`];
    });
  }

  /** What was read back just now differs from what Entra shows. */
  async function misread(): Promise<string[]> {
    const { rows } = await sql.query<{ name: string; drift: Date | null; differs: Date | null }>(
      `SELECT external_id AS name, drift_since AS drift, entra_differs_since AS differs FROM devices
        WHERE drift_since IS NOT NULL OR entra_differs_since IS NOT NULL`,
    );
    return rows.map(({ name }) => `${name} drifts`);
  }
}

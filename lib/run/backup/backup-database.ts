import { createHash } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { readMigrationRows } from '../postgres/migrations/migration-table.ts';
import { readMigrationNames } from '../postgres/migrations/read-migrations.ts';
import { refuseHalfRestored, refuseNewerSchema } from '../postgres/migrations/schema-fit.ts';
import {
  type Checksums,
  checksumsName,
  formatVersion,
  type Manifest,
  manifestName,
  partName,
  type TableInBackup,
} from './backup-format.ts';
import { readSecretKeyIds, readTables } from './database-tables.ts';
import { sha256 } from './read-archive.ts';
import type { ArchiveWriter } from './write-archive.ts';

/** Of one entry: as much of a table is in memory. */
const partBytes = 1024 * 1024;

export interface BackupResult {
  manifest: Manifest;
  rows: number;
}

/**
 * Writes all that a restore needs into an archive: one snapshot of the database, beside the running product. Memory does not depend on
 * how much there is.
 */
export async function backupDatabase(
  databaseUrl: string,
  tenkoVersion: string,
  open: (at: Date) => ArchiveWriter,
): Promise<BackupResult> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'tenko-backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query("SET statement_timeout = 0; SET lock_timeout = 0; SET TimeZone = 'UTC'");
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const manifest = await makeManifest(client, tenkoVersion);
    const archive = open(new Date(manifest.takenAt));
    try {
      return { manifest, rows: await writeAll(client, manifest, archive) };
    } catch (error) {
      await archive.abandon(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeManifest(client: Client, tenkoVersion: string): Promise<Manifest> {
  await refuseHalfRestored(client);
  const migrations = await readMigrationRows(client);
  if (migrations.length === 0)
    throw new Error('The database has no tables of Tenko: there is nothing to back up.');
  refuseNewerSchema(migrations, await readMigrationNames());
  const unfinished = migrations.find(({ finished }) => !finished);
  if (unfinished !== undefined) {
    throw new Error(
      `An update of the database was interrupted (${unfinished.name}): start Tenko once, which finishes it.`,
    );
  }
  const tables = await readTables(client);
  // So that no migration changes them before they are read
  await client.query(
    `LOCK TABLE ${tables.map(({ name }) => escapeIdentifier(name)).join(', ')} IN ACCESS SHARE MODE`,
  );
  const { rows } = await client.query<{ at: Date; postgres: string }>(
    `SELECT now() AS at, current_setting('server_version') AS postgres`,
  );
  const { at = new Date(), postgres = '' } = rows[0] ?? {};
  return {
    format: 'tenko-backup',
    formatVersion,
    tenkoVersion,
    takenAt: at.toISOString(),
    postgres,
    migrations: migrations.map(({ name }) => name),
    tables,
    secretKeyIds: await readSecretKeyIds(client, tables),
  };
}

async function writeAll(client: Client, manifest: Manifest, archive: ArchiveWriter): Promise<number> {
  const first = toJson(manifest);
  await archive.add(manifestName, first);
  const tables: Checksums['tables'] = {};
  let rows = 0;
  for (const table of manifest.tables) {
    const written = await writeTable(client, table, archive);
    tables[table.name] = written;
    rows += written.rows;
  }
  await client.query('COMMIT');
  await archive.add(checksumsName, toJson({ manifest: sha256(first), tables } satisfies Checksums));
  await archive.finish();
  return rows;
}

async function writeTable(client: Client, { name, columns }: TableInBackup, archive: ArchiveWriter) {
  const list = columns.map((column) => escapeIdentifier(column)).join(', ');
  const copy = client.query(copyTo(`COPY ${escapeIdentifier(name)} (${list}) TO STDOUT`));
  const hash = createHash('sha256');
  let [bytes, number, gathered]: [number, number, Buffer[]] = [0, 0, []];
  let size = 0;
  const flush = async () => {
    if (size === 0) return;
    const content = Buffer.concat(gathered);
    [gathered, size] = [[], 0];
    number += 1;
    bytes += content.length;
    hash.update(content);
    await archive.add(partName(name, number), content);
  };
  for await (const chunk of copy as AsyncIterable<Buffer>) {
    gathered.push(chunk);
    size += chunk.length;
    if (size >= partBytes) await flush();
  }
  await flush();
  return { rows: copy.rowCount, bytes, sha256: hash.digest('hex') };
}

function toJson(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

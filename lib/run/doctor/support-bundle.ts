import { open, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readEnv } from '#lib/env';
import { dataPaths } from '#lib/paths';
import { readMigrationRows } from '../postgres/migrations/migration-table.ts';
import { withClient } from '../postgres/with-client.ts';
import { patient } from './check-database.ts';
import { databaseOf, type Examination } from './examine.ts';

const linesOfEach = 500;
const tailBytes = 512 * 1024;

/** Words of ours, which name nobody. Whatever else a line holds is left out: it may be a name, or what somebody wrote. */
const keptTexts = new Set(
  'level event msg process job step task fault code kind state stage reason outcome channel health service status trigger'.split(
    ' ',
  ),
);
/** Fields whose names promise a word may still hold others' */
const word = /^[\w.:-]{1,60}$/;

/** A line of a log without what may name a device or a person; null: it is not one of ours. */
export function redactLine(line: string): Record<string, unknown> | null {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof entry !== 'object' || entry === null || !('event' in entry)) return null;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value === 'number' || typeof value === 'boolean' || key === 'time') kept[key] = value;
    else if (key === 'err') kept.err = redactError(value);
    else if (typeof value === 'string' && keptTexts.has(key)) {
      if (key === 'msg' || word.test(value)) kept[key] = value;
    }
  }
  return kept;
}

/** What kind of error it is, and where it came from: its message may quote others. */
function redactError(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  const { type, code, stack } = value as Record<string, unknown>;
  const frames = typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const short = (text: unknown) => (typeof text === 'string' && word.test(text) ? text : undefined);
  return {
    type: short(type),
    code: short(code),
    at: frames.slice(0, 8).map((line) => line.trim().replace(/\(.*\/(?=lib|app|node_modules)/, '(')),
  };
}

async function readLogs(dir: string): Promise<Record<string, unknown>> {
  const names = (await readdir(dir).catch(() => [])).filter((name) =>
    /^(web|worker|sandbox)\.log$/.test(name),
  );
  const logs: Record<string, unknown> = {};
  for (const name of names.sort()) {
    const lines = (await readTail(join(dir, name))).split('\n').filter((line) => line !== '');
    const kept = lines.slice(-linesOfEach).flatMap((line) => redactLine(line) ?? []);
    logs[name] = { lines: kept, leftOut: Math.min(lines.length, linesOfEach) - kept.length };
  }
  return logs;
}

async function readTail(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

async function readDatabase(url: string) {
  return withClient(patient(url), async (client) => {
    const migrations = await readMigrationRows(client);
    const { rows: tables } =
      await client.query(`SELECT c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes,
      c.reltuples::float8 AS rows FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY 2 DESC`);
    const { rows: settings } =
      await client.query(`SELECT name, setting, unit FROM pg_settings WHERE name IN ('max_connections',
      'shared_buffers', 'work_mem', 'maintenance_work_mem', 'statement_timeout', 'lock_timeout', 'server_encoding', 'TimeZone')`);
    return {
      migrations: migrations.map(({ name, finished, effect }) => ({ name, finished, effect })),
      tables,
      settings,
    };
  });
}

/**
 * Writes what support needs to a new file that only its owner can read. It holds no secret, no value of a text setting, and no
 * name of a device or person. Throws where the file exists.
 */
export async function writeBundle(path: string, report: Examination): Promise<void> {
  const parts: Record<string, unknown> = { report: withoutValues(report) };
  try {
    const env = readEnv();
    const place = await databaseOf(env);
    parts.logs = await readLogs(dataPaths(env.dataDir).logs);
    if (place !== null) parts.database = await readDatabase(place.databaseDirectUrl ?? place.databaseUrl);
  } catch (error) {
    parts.incomplete = error instanceof Error ? error.name : 'unknown';
  }
  const text = `${JSON.stringify(parts, null, 2)}\n`;
  await writeFile(path, text, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(unwritable(path, error.code ?? error.message));
  });
}

function unwritable(path: string, code: string): string {
  if (code === 'EEXIST') return `--bundle: ${path} exists already. Choose another name, or remove it.`;
  if (code === 'ENOENT') return `--bundle: the folder ${dirname(path)} does not exist. Create it first.`;
  return `--bundle: ${path} cannot be written (${code}). Choose another folder.`;
}

/** Of settings only that they are set, and numbers: addresses and folders may name somebody. */
function withoutValues(report: Examination): Examination {
  const findings = report.findings.map((finding) => {
    if (finding.area !== 'configuration' || finding.status === 'failed') return finding;
    const isPlain = /^(?:\d+|true|false) \(environment\)$/.test(finding.detail);
    return isPlain || finding.name === 'settings' ? finding : { ...finding, detail: 'set' };
  });
  return { ...report, findings };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Client, escapeIdentifier, Pool } from 'pg';
import { from, to } from 'pg-copy-streams';
import { openDatabase } from '#lib/db/core/database';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { readTables } from '#lib/run/backup/database-tables';
import { migrate } from '#lib/run/commands/migrate';
import { startScratchDatabase } from '#lib/run/commands/scratch-database';
import { type Figure, figure, plainFigure, secondsOf } from './measure.ts';
import { fillWithHistories } from './retention.ts';

/** The two commands as anybody runs them, each in a process of its own, beside plain COPY of the same tables. */
export async function benchBackup(url: string, size = 100_000): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tenko-bench-'));
  const other = await startScratchDatabase();
  try {
    const db = openDatabase(url);
    const pool = new Pool({ connectionString: url });
    await fillWithHistories(db, pool, size);
    await db.close();
    await pool.end();
    const file = join(folder, 'tenko.backup');
    const backup = await command(['backup.ts', '--file', file], url, folder);
    const restore = await command(['restore.ts', '--file', file, '--yes'], other.url, folder);
    const { out, into, bytes } = await plainCopy(url, folder);
    const megabytes = Math.round(bytes / 1e6);
    return [
      figure(
        `backup of ${size} devices, ${megabytes} MB as text`,
        'MB/s',
        [megabytes / backup.seconds],
        [megabytes / out],
      ),
      figure(
        'restore, with the check of the whole file before',
        'MB/s',
        [megabytes / restore.seconds],
        [megabytes / into],
      ),
      plainFigure('seconds of both', `${backup.seconds.toFixed(1)} / ${restore.seconds.toFixed(1)} s`),
      plainFigure('the file', `${Math.round((await stat(file)).size / 1e6)} MB`),
      plainFigure('memory of both processes, at most', `${backup.peak} / ${restore.peak} MiB`),
    ];
  } finally {
    await other.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How long a command takes, and the most memory that its process held. */
async function command(
  [name = '', ...rest]: string[],
  url: string,
  folder: string,
): Promise<{ seconds: number; peak: number }> {
  let peak = 0;
  const seconds = await secondsOf(async () => {
    const env = childEnv({ DATABASE_URL: url, TENKO_DATA_DIR: join(folder, 'data') });
    const program = join(projectRoot, 'lib/run/commands', name);
    const child = spawn(process.execPath, [program, ...rest], {
      cwd: projectRoot,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const watching = setInterval(async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      peak = Math.max(peak, Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024));
    }, 100);
    const [code] = await once(child, 'exit');
    clearInterval(watching);
    if (code !== 0) throw new Error(`${name} ended with ${code}`);
  });
  return { seconds, peak };
}

/** Every table to a file, and from it into a database with the same indexes. */
async function plainCopy(url: string, folder: string): Promise<{ out: number; into: number; bytes: number }> {
  const target = await startScratchDatabase();
  const [source, sink] = [
    new Client({ connectionString: url }),
    new Client({ connectionString: target.url }),
  ];
  try {
    await migrate(target.url, undefined, () => undefined);
    await Promise.all([source.connect(), sink.connect()]);
    const tables = await readTables(source);
    const out = await secondsOf(async () => {
      for (const { name } of tables) {
        const rows = source.query(to(`COPY ${escapeIdentifier(name)} TO STDOUT`));
        await pipeline(rows, createWriteStream(join(folder, name)));
      }
    });
    await sink.query('SET session_replication_role = replica');
    // What migrations put there; the audit log refuses it, and is empty.
    for (const { name } of tables.filter((table) => table.name !== 'audit_events')) {
      await sink.query(`DELETE FROM ${escapeIdentifier(name)}`);
    }
    const into = await secondsOf(async () => {
      for (const { name } of tables) {
        const copy = sink.query(from(`COPY ${escapeIdentifier(name)} FROM STDIN`));
        await pipeline(createReadStream(join(folder, name)), copy);
      }
    });
    const sizes = await Promise.all(tables.map(({ name }) => stat(join(folder, name))));
    return { out, into, bytes: sizes.reduce((sum, { size }) => sum + size, 0) };
  } finally {
    await Promise.all([source.end(), sink.end()]);
    await target.remove();
  }
}

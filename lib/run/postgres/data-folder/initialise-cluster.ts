import { execFile } from 'node:child_process';
import { chown, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseOwner } from '../database-owner.ts';

const run = promisify(execFile);

export const superuser = 'tenko';

/** Makes the cluster where there is none yet. `password`: of its superuser. */
export async function initialiseCluster(
  dir: string,
  programs: string,
  owner: DatabaseOwner,
  password: string,
): Promise<void> {
  const version = await readFile(join(dir, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) {
    if (version.trim() === '18') return;
    throw new Error(
      `The database in ${dir} belongs to PostgreSQL ${version.trim()}, not 18. Dump and restore it.`,
    );
  }
  if ((await readdir(dir).catch(() => [])).length > 0) await clearUnfinished(dir);
  await removeHalfMade(dir);
  // A name of its own: an initdb that outlived its supervisor may still write to the half that was removed.
  const made = await mkdtemp(prefixOf(dir));
  const passwordFile = `${dir}.initial-password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) {
    await chown(made, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  try {
    await runInitdb(made, programs, owner, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(made, dir);
  await writeDown(dirname(dir));
}

/** initdb writes PG_VERSION first: a cluster is whole once it has its own name. */
function prefixOf(dir: string): string {
  return `${dir}.new-`;
}

async function removeHalfMade(dir: string): Promise<void> {
  for (const name of await readdir(dirname(dir))) {
    const path = join(dirname(dir), name);
    if (path.startsWith(prefixOf(dir))) await rm(path, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** If a power cut undid the rename, everything acknowledged since would be lost. Windows syncs by itself. */
async function writeDown(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** A first start of an earlier version that was killed left a folder without PG_VERSION, or with nothing but parts of a cluster. */
async function clearUnfinished(dir: string): Promise<void> {
  const names = await readdir(dir);
  if (!names.every((name) => /^(pg_|base$|global$|postgresql|postmaster)/.test(name))) {
    throw new Error(`${dir} holds files that are no database: move them, or set TENKO_DATA_DIR elsewhere.`);
  }
  for (const name of names) await rm(join(dir, name), { recursive: true });
}

/** The character type decides which letters pg_trgm indexes: it must be a UTF-8 one wherever there is one. */
async function runInitdb(dir: string, programs: string, owner: DatabaseOwner, passwordFile: string) {
  const collation = [
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
  const access = [`--username=${superuser}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  let failure: unknown;
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const args = [`--pgdata=${dir}`, ...collation, `--lc-ctype=${ctype}`, ...access, '--no-instructions'];
    const [command = '', ...rest] = [...owner.prefix, join(programs, 'initdb'), ...args];
    try {
      await run(command, rest, spawnIds(owner));
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** No variables of ours: PGPORT and its like would change what the server does. */
export function spawnIds({ uid, gid, prefix }: DatabaseOwner) {
  const env = { NODE_ENV: 'production', PATH: '/usr/local/bin:/usr/bin:/bin' } as const;
  return prefix.length > 0 || uid === undefined || gid === undefined ? { env } : { env, uid, gid };
}

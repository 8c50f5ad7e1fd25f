import { execFile } from 'node:child_process';
import { chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
      `The database in ${dir} is of PostgreSQL ${version.trim()}, not 18: dump and restore it.`,
    );
  }
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) await clearUnfinished(dir);
  const passwordFile = `${dir}.initial-password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) {
    await chown(dir, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  try {
    await runInitdb(dir, programs, owner, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** A first start that was killed leaves a folder without PG_VERSION, or with nothing but parts of a cluster. */
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

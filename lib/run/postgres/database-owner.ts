import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';

/** Who runs PostgreSQL, which refuses to run as root, and the command that its programs are run through. */
export interface DatabaseOwner {
  uid?: number;
  gid?: number;
  prefix: string[];
}

/**
 * Not root: ourselves. Root: the owner of the folder if there is one, else the user `postgres`, made if missing.
 * Where that user may not walk into the folders (below /root, say), it is lent that one capability.
 */
export async function databaseOwner(databaseDir: string, programDir: string): Promise<DatabaseOwner> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = (await ownerOf(databaseDir)) ?? (await postgresUser());
  const reachable = await Promise.all([databaseDir, programDir].map((dir) => mayWalk(dirname(dir), owner)));
  if (reachable.every(Boolean)) return { ...owner, prefix: [] };
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  if (setpriv === undefined) {
    throw new Error(
      `The user that runs PostgreSQL cannot open ${databaseDir}. Set TENKO_DATA_DIR to another folder.`,
    );
  }
  const { uid, gid } = owner;
  const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  return {
    ...owner,
    prefix: [setpriv, ...ids, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--'],
  };
}

interface Ids {
  uid: number;
  gid: number;
}

async function ownerOf(dir: string): Promise<Ids | null> {
  const found = await stat(dir).catch(() => null);
  return found === null || found.uid === 0 ? null : { uid: found.uid, gid: found.gid };
}

async function postgresUser(): Promise<Ids> {
  const known = await idsOf('postgres');
  if (known !== null) return known;
  const made = await execa('useradd', ['--system', '--user-group', 'postgres']).catch(() => null);
  const ids = (made && (await idsOf('postgres'))) ?? (await idsOf('nobody'));
  if (ids === null)
    throw new Error('PostgreSQL cannot run as root, and Tenko could not create a user for it.');
  return ids;
}

async function idsOf(name: string): Promise<Ids | null> {
  const ask = (flag: string) => execa('id', [flag, name]).then(({ stdout }) => Number(stdout));
  return Promise.all([ask('-u'), ask('-g')]).then(
    ([uid, gid]) => ({ uid, gid }),
    () => null,
  );
}

async function mayWalk(dir: string, { uid, gid }: Ids): Promise<boolean> {
  const found = await stat(dir).catch(() => null);
  if (found !== null) {
    const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
    if ((found.mode & bit) === 0) return false;
  }
  return dirname(dir) === dir || mayWalk(dirname(dir), { uid, gid });
}

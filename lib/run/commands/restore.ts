import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { printable } from '#lib/domain/text/shown-text';
import { callersFolder, type Env, readEnv } from '#lib/env';
import { dataPaths } from '#lib/paths';
import { readKeys } from '#lib/secrets/key-file';
import { keyIdOf } from '#lib/secrets/secret-box';
import type { Manifest } from '../backup/backup-format.ts';
import { backupKeysOf } from '../backup/encryption.ts';
import { walkBackup } from '../backup/read-archive.ts';
import { migrationsOf, type Restored, requireEmpty, restoreDatabase } from '../backup/restore-database.ts';
import { withStoppedDatabase } from '../backup/stopped-database.ts';
import { runAsProgram } from './program.ts';

const usage = 'Usage: npm run restore -- --file FILE --yes';

/** `npm run restore`: loads a backup into an empty database while the product is stopped. */
await runAsProgram(async () => {
  const { file, yes } = readArguments();
  if (!yes && !process.stdin.isTTY) throw new Error(`Nobody can be asked here: add --yes. ${usage}`);
  const env = readEnv();
  const keys = backupKeysOf(env);
  const began = performance.now();
  // All of it is checked before anything is written.
  const { manifest } = await walkBackup(file, keys);
  await migrationsOf(manifest);
  console.log(`Backup of ${manifest.takenAt}, Tenko ${manifest.tenkoVersion}: complete.`);
  await warnOfKeys(env, manifest);
  const restored = await withStoppedDatabase(
    env,
    async (databaseUrl) => {
      await requireEmpty(databaseUrl);
      if (!yes && !(await isConfirmed())) throw new Error('Nothing was restored.');
      return restoreDatabase(databaseUrl, { file, keys, manifest });
    },
    { make: true },
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  for (const line of linesOf(restored, seconds)) console.log(printable(line));
}, usage);

function linesOf({ rows, keys }: Restored, seconds: string): string[] {
  return [
    `Restored: ${rows} rows in ${seconds} s. All sessions and sign-in links have ended.`,
    ...(keys.length === 0
      ? ['The backup brought back no valid API key.']
      : ['These API keys are valid again. Revoke those that were revoked after the backup was made:']),
    ...keys.map(({ name, lookup, scopes, feed }) => {
      const of = feed === null ? '' : `, feed ${feed}`;
      return `  ${name} (${lookup}): ${scopes.join(', ')}${of}`;
    }),
    'At the next start Tenko reads Entra before it sends anything. Devices whose verdict Entra does not share wait for their next check-in.',
  ];
}

/** A restore goes on without the key: all but the secrets can be used. */
async function warnOfKeys(env: Env, { secretKeyIds }: Manifest): Promise<void> {
  const { secretKey } = dataPaths(env.dataDir);
  const present = [...env.sources.secretKeys, ...(await readKeys(secretKey))].map(keyIdOf);
  if (secretKeyIds.every((id) => present.includes(id))) return;
  const from =
    env.sources.secretKeys.length > 0
      ? 'Add the former key to TENKO_SECRET_KEY'
      : `Copy the file secret-key of the former data folder to ${secretKey}`;
  console.error(
    `Warning: secrets of MDMs or alerts in this backup cannot be read with the key here. ${from} before the start, or enter them again in the console.`,
  );
}

async function isConfirmed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question('Restore it into the empty database? Type yes: ')).trim() === 'yes';
  } finally {
    terminal.close();
  }
}

function readArguments(): { file: string; yes: boolean } {
  const { values } = parseArgs({
    options: { file: { type: 'string' }, yes: { type: 'boolean', default: false } },
  });
  if (!values.file?.trim()) throw new Error(usage);
  return { file: resolve(callersFolder(), values.file), yes: values.yes };
}

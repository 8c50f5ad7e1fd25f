import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callersFolder, readEnv } from '#lib/env';
import { backupKeysOf } from '../backup/encryption.ts';
import { withStoppedDatabase } from '../backup/stopped-database.ts';
import { writeBackupFile } from '../backup/write-backup-file.ts';
import { withClient } from '../postgres/with-client.ts';
import { readAnnounced } from '../supervisor/running.ts';
import { runAsProgram } from './program.ts';

const usage = 'Usage: npm run backup -- --file FILE [--overwrite]';

/** `npm run backup`: writes all of the database into one file, beside the running product or while it is stopped. */
await runAsProgram(async () => {
  const { file, overwrite } = readArguments();
  const env = readEnv();
  const keys = backupKeysOf(env);
  const began = performance.now();
  const write = (databaseUrl: string) => writeBackupFile(file, { databaseUrl, keys, overwrite });
  const running = await findOpenDatabase(env.dataDir);
  const { manifest, rows, bytes } =
    running === null ? await withStoppedDatabase(env, write) : await write(running);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const encrypted = keys.passphrase === null && keys.recipients.length === 0 ? 'not encrypted' : 'encrypted';
  console.log(
    `Written to ${file}: ${rows} rows, ${(bytes / 1e6).toFixed(1)} MB, ${encrypted}, in ${seconds} s.`,
  );
  if (manifest.secretKeyIds.length > 0) {
    const where = env.sources.secretKeys.length > 0 ? 'TENKO_SECRET_KEY' : 'secret-key in the data folder';
    console.log(`Keep ${where} apart from it: the secrets in the backup can be read only with that key.`);
  }
}, usage);

/** The embedded database of the product that runs here. Null: none runs, or it was killed. */
async function findOpenDatabase(dataDir: string): Promise<string | null> {
  const running = await readAnnounced(dataDir);
  if (running === null) return null;
  const session = { connectionString: running.databaseUrl, connectionTimeoutMillis: 10_000 };
  return withClient(session, async () => running.databaseUrl).catch(() => null);
}

function readArguments(): { file: string; overwrite: boolean } {
  const { values } = parseArgs({
    options: { file: { type: 'string' }, overwrite: { type: 'boolean', default: false } },
  });
  if (!values.file?.trim()) throw new Error(usage);
  return { file: resolve(callersFolder(), values.file), overwrite: values.overwrite };
}

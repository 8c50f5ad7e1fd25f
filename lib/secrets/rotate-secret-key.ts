import { placeOfAlertSecret, putAlertSecret, selectAlertSecrets } from '#lib/db/alerts/alert-destinations';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { recordAudit } from '#lib/db/people/audit';
import { lockSecretKey, placeOfSecret, putSecrets, selectSecrets } from '#lib/db/sources/source-secrets';
import { commandLine } from '#lib/domain/people/actor';
import { addNewerKey, dropOlderKeys, readKeys } from './key-file.ts';
import { openSecretBox } from './secret-box.ts';

export interface Rotation {
  /** Secrets that were encrypted again */
  rotated: number;
  /** Secrets whose key is lost: they have to be entered again */
  unreadable: number;
}

/**
 * Encrypts all secrets with a new key: with the first of `keys`, or without any with one that is added to the file. Until all of them
 * are, the former key stays: a rotation that is cut off loses nothing, and the next one goes on with its key.
 */
export async function rotateSecretKey(
  db: Database,
  { keys, keyFile }: { keys: readonly Buffer[]; keyFile: string },
  now: Date,
): Promise<Rotation> {
  if (keys.length === 0 && (await readKeys(keyFile)).length < 2) await addNewerKey(keyFile);
  const box = openSecretBox({ keys, keyFile });
  const rotation = await db.transaction(async (tx) => {
    await lockSecretKey(tx);
    const done: Rotation = { rotated: 0, unreadable: 0 };
    for (const { sealed, place, put } of await allSecrets(tx)) {
      if (!(await box.isOutdated(sealed))) continue;
      const opened = await box.open(sealed, place);
      if (opened === null) done.unreadable += 1;
      else await put(await box.seal(opened, place));
      if (opened !== null) done.rotated += 1;
    }
    const details = { ...done };
    await recordAudit(tx, { actor: commandLine, action: 'secret_key.rotate', target: null, details, now });
    return done;
  });
  if (keys.length === 0) await dropOlderKeys(keyFile);
  return rotation;
}

/** The secrets of sources and of alert destinations, each with its place and the way to replace it. */
async function allSecrets(tx: Transaction) {
  const ofSources = (await selectSecrets(tx)).map((secret) => ({
    sealed: secret.sealed,
    place: placeOfSecret(secret),
    put: (sealed: string) => putSecrets(tx, [{ ...secret, sealed }]),
  }));
  const ofAlerts = (await selectAlertSecrets(tx)).map((secret) => ({
    sealed: secret.sealed,
    place: placeOfAlertSecret(secret),
    put: (sealed: string) => putAlertSecret(tx, { ...secret, sealed }),
  }));
  return [...ofSources, ...ofAlerts];
}

import { randomBytes } from 'node:crypto';
import { placeOfAlertSecret, putAlertSecret, selectAlertSecrets } from '#lib/db/alerts/alert-destinations';
import type { Queryable, Transaction } from '#lib/db/core/prisma';
import { shareSecretKey } from '#lib/db/sources/source-secrets';
import type { SecretBox } from '#lib/domain/secret-box';

/** `url`: the address; `signing`, `former`: what webhooks are signed with, and were before. */
export type DestinationSecret = 'url' | 'signing' | 'former';

/** A new secret of a webhook, as Standard Webhooks writes it: 32 random bytes. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export async function storeDestinationSecret(
  tx: Transaction,
  box: SecretBox,
  destinationId: string,
  secret: { name: DestinationSecret; value: string },
): Promise<void> {
  await shareSecretKey(tx);
  const place = { destinationId, name: secret.name };
  const sealed = await box.seal(secret.value, placeOfAlertSecret(place));
  await putAlertSecret(tx, { ...place, sealed });
}

/** In clear text: nothing of it may be logged, stored or returned. Null: the key of one of them is lost. */
export async function openDestinationSecrets(
  db: Queryable,
  box: SecretBox,
  destinationId: string,
): Promise<Partial<Record<DestinationSecret, string>> | null> {
  const opened: Record<string, string> = {};
  for (const stored of await selectAlertSecrets(db, destinationId)) {
    const value = await box.open(stored.sealed, placeOfAlertSecret(stored));
    if (value === null) return null;
    opened[stored.name] = value;
  }
  return opened;
}

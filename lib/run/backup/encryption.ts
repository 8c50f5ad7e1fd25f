import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { type Env, EnvError } from '#lib/env';

/** How backups are encrypted; all null: they are not. */
export interface BackupKeys {
  passphrase: string | null;
  /** Public keys, `age1…` */
  recipients: readonly string[];
  /** A file with the private keys of these: `AGE-SECRET-KEY-1…`, a line each */
  identityFile: string | null;
}

const magic = Buffer.from('age-encryption.org/v1');

export function isEncrypted(start: Buffer): boolean {
  return start.subarray(0, magic.length).equals(magic);
}

/** From the environment. Throws EnvError where it names both ways, or a public key that is none. */
export function backupKeysOf({ backup }: Pick<Env, 'backup'>): BackupKeys {
  const { passphrase, recipients, identityFile } = backup;
  if (passphrase !== null && recipients.length > 0) {
    throw new EnvError('Set TENKO_BACKUP_PASSPHRASE or TENKO_BACKUP_RECIPIENTS, not both.');
  }
  for (const recipient of recipients) checkRecipient(recipient);
  return { passphrase, recipients, identityFile };
}

/** A key that was cut off or mistyped does not fit its checksum. */
function checkRecipient(recipient: string): void {
  try {
    new Encrypter().addRecipient(recipient);
  } catch {
    throw new EnvError(
      `TENKO_BACKUP_RECIPIENTS is not usable: ${recipient} is not a complete public key of age (age1…).`,
    );
  }
}

/** Null: no key is set, and the backup is written as it is. */
export function encryptionOf({ passphrase, recipients }: BackupKeys) {
  if (passphrase === null && recipients.length === 0) return null;
  const encrypter = new Encrypter();
  if (passphrase !== null) encrypter.setPassphrase(passphrase);
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return async (plain: Readable): Promise<Readable> => fromWeb(await encrypter.encrypt(toWeb(plain)));
}

/** Throws one line where there is no key, or none that fits. */
export async function decrypt(sealed: Readable, keys: BackupKeys): Promise<Readable> {
  const identities = await readIdentities(keys.identityFile);
  if (keys.passphrase === null && identities.length === 0) {
    throw new Error(
      'The backup is encrypted. Set TENKO_BACKUP_PASSPHRASE, or TENKO_BACKUP_IDENTITY_FILE to the file with its private key.',
    );
  }
  const decrypter = new Decrypter();
  if (keys.passphrase !== null) decrypter.addPassphrase(keys.passphrase);
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
    return fromWeb(await decrypter.decrypt(toWeb(sealed)));
  } catch (error) {
    throw new Error('The backup cannot be decrypted: the passphrase or key is not the right one.', {
      cause: error,
    });
  }
}

async function readIdentities(file: string | null): Promise<string[]> {
  if (file === null) return [];
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new EnvError(
      `TENKO_BACKUP_IDENTITY_FILE is not usable: ${file} cannot be read (${error.code ?? error.message}).`,
    );
  });
  const lines = text.split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (identities.length > 0) return identities;
  throw new EnvError(`TENKO_BACKUP_IDENTITY_FILE is not usable: ${file} has no line AGE-SECRET-KEY-1….`);
}

/** The types of Node and of the browser name the same streams apart. */
function toWeb(stream: Readable) {
  return Readable.toWeb(stream) as globalThis.ReadableStream<Uint8Array>;
}

function fromWeb(stream: globalThis.ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(stream as ReadableStream<Uint8Array>);
}

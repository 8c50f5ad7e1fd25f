import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SecretBox } from '#lib/domain/secret-box';
import { addKey, readKeys } from './key-file.ts';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Seals with the first of `keys`, or without any with the first key of the file, which is made at the first use. Opens with any of both.
 * The file is read each time: another process may have rotated the key.
 */
export function openSecretBox({ keys, keyFile }: { keys: readonly Buffer[]; keyFile: string }): SecretBox {
  const known = async () => [...keys, ...(await readKeys(keyFile))];
  const current = async () => keys[0] ?? (await readKeys(keyFile))[0] ?? addKey(keyFile);
  return {
    seal: async (secret, place) => {
      const key = await current();
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const sealed = Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
      return `1.${keyIdOf(key)}.${sealed}`;
    },
    open: async (sealed, place) => {
      const { keyId, bytes } = partsOf(sealed);
      const key = (await known()).find((one) => keyIdOf(one) === keyId);
      if (key === undefined || bytes.length < ivBytes + tagBytes) return null;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-tagBytes));
      try {
        const body = bytes.subarray(ivBytes, -tagBytes);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
    isOutdated: async (sealed) => partsOf(sealed).keyId !== keyIdOf(await current()),
  };
}

function partsOf(sealed: string): { keyId: string; bytes: Buffer } {
  const [version, keyId = '', text = ''] = sealed.split('.');
  return { keyId: version === '1' ? keyId : '', bytes: Buffer.from(text, 'base64url') };
}

/** Tells keys apart, and nothing about them. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('tenko key id').update(key).digest('hex').slice(0, 16);
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const day = 86_400_000;
const lifetimeMs = 397 * day;
const renewBeforeMs = 30 * day;
/** It is valid since long before it was made: a clock that is set back later must not make it one of the future. */
const validSinceMs = 10 * 365 * day;

export interface SandboxCertificate {
  /** PEM; for NODE_EXTRA_CA_CERTS of the processes that call the sandbox */
  certificatePath: string;
  keyPath: string;
  certificate: string;
  key: string;
}

/** Makes the sandbox's certificate in `dir`, or takes the one that is there while it is valid, and for 30 days more. */
export async function ensureCertificate(dir: string, now: number = Date.now()): Promise<SandboxCertificate> {
  const certificatePath = join(dir, 'sandbox-ca.pem');
  const keyPath = join(dir, 'sandbox-key.pem');
  const found = await readPair(certificatePath, keyPath);
  if (found !== null && isUsable(found, now)) return { certificatePath, keyPath, ...found };

  const made = await makePair(now);
  await mkdir(dir, { recursive: true });
  await replaceFile(keyPath, made.key, 0o600);
  await replaceFile(certificatePath, made.certificate, 0o644);
  return { certificatePath, keyPath, ...made };
}

interface Pair {
  certificate: string;
  key: string;
}

async function readPair(certificatePath: string, keyPath: string): Promise<Pair | null> {
  try {
    const [certificate, key] = await Promise.all([
      readFile(certificatePath, 'utf8'),
      readFile(keyPath, 'utf8'),
    ]);
    return { certificate, key };
  } catch {
    return null;
  }
}

function isUsable(pair: Pair, now: number): boolean {
  try {
    const certificate = new X509Certificate(pair.certificate);
    const isOfNow = Date.parse(certificate.validFrom) <= now;
    const isKept = Date.parse(certificate.validTo) - now >= renewBeforeMs;
    return isOfNow && isKept && certificate.checkPrivateKey(createPrivateKey(pair.key));
  } catch {
    return false;
  }
}

async function makePair(now: number): Promise<Pair> {
  const made = await generate([{ name: 'commonName', value: 'Tenko sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - validSinceMs),
    notAfterDate: new Date(now + lifetimeMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { certificate: made.cert, key: made.private };
}

async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, text, { mode });
  await rename(draft, path);
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface ClientCertificate {
  privateKey: string;
  /** Hexadecimal SHA-256 of the certificate, as MSAL wants it */
  thumbprintSha256: string;
  expiresAt: Date;
}

/**
 * Reads a PEM file that holds a certificate and its private key, in any order.
 * Throws Error with a line for the admin that quotes nothing of the file.
 */
export function readClientCertificate(path: string, now: Date = new Date()): ClientCertificate {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`The client certificate cannot be read: ${path}`);
  }
  const certificateText = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0];
  const keyText = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+?-----END \1PRIVATE KEY-----/.exec(pem)?.[0];
  if (certificateText === undefined) throw new Error(`No CERTIFICATE block in ${path}`);
  if (keyText === undefined) throw new Error(`No PRIVATE KEY block in ${path}`);
  const { certificate, key } = readPair(certificateText, keyText, path);
  if (!certificate.checkPrivateKey(key)) {
    throw new Error(`The private key in ${path} does not belong to the certificate`);
  }
  // MSAL signs with RSA alone
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`The private key in ${path} is not an RSA key`);
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (to < now) throw new Error(`The certificate in ${path} expired on ${to.toISOString().slice(0, 10)}`);
  if (from > now) {
    const day = from.toISOString().slice(0, 10);
    throw new Error(`The certificate in ${path} is not valid before ${day}. Check this machine's clock, too`);
  }
  const thumbprintSha256 = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return { privateKey: keyText, thumbprintSha256, expiresAt: to };
}

function readPair(certificate: string, key: string, path: string) {
  try {
    return { certificate: new X509Certificate(certificate), key: createPrivateKey(key) };
  } catch {
    throw new Error(`The certificate or the private key in ${path} cannot be read (is the key encrypted?)`);
  }
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface ClientCertificate {
  privateKey: string;
  /** Hexadecimal SHA-256 of the certificate, as MSAL wants it */
  thumbprintSha256: string;
}

/**
 * Reads a PEM file that holds a certificate and its private key, in any order.
 * Throws Error with a line for the admin that quotes nothing of the file.
 */
export function readClientCertificate(path: string): ClientCertificate {
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
  return checkPair(certificateText, keyText, path);
}

function checkPair(certificateText: string, keyText: string, path: string): ClientCertificate {
  let matches: boolean;
  let thumbprintSha256: string;
  try {
    const certificate = new X509Certificate(certificateText);
    matches = certificate.checkPrivateKey(createPrivateKey(keyText));
    thumbprintSha256 = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    throw new Error(`The certificate or the private key in ${path} cannot be read (is the key encrypted?)`);
  }
  if (!matches) throw new Error(`The private key in ${path} does not belong to the certificate`);
  return { privateKey: keyText, thumbprintSha256 };
}

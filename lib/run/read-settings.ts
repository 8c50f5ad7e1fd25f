import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readClientCertificate } from '../azure/read-client-certificate.ts';
import { type Env, EnvError, readEnv } from '../env.ts';

/**
 * The settings of a process that serves: the environment, and the certificates that it names. Throws EnvError, with one
 * line that names the variable and quotes nothing of what is secret.
 */
export function readSettings(): Env {
  const env = readEnv();
  checkCertificate('AZURE_CLIENT_CERTIFICATE_PATH', env.azure.clientCertificatePath);
  if (env.signIn.clientCertificatePath !== env.azure.clientCertificatePath) {
    checkCertificate('AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH', env.signIn.clientCertificatePath);
  }
  checkAuthorities(env.outbound.authoritiesPath);
  return env;
}

function checkCertificate(name: string, path: string | null): void {
  if (path === null) return;
  try {
    readClientCertificate(path);
  } catch (error) {
    throw new EnvError(`${name} is not usable: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Node starts without authorities that it cannot read, and logs it where nobody looks. */
function checkAuthorities(path: string | null): void {
  if (path === null) return;
  try {
    new X509Certificate(readFileSync(path));
  } catch {
    throw new EnvError(`NODE_EXTRA_CA_CERTS cannot be used: ${path} must be a PEM file with certificates.`);
  }
}

/** A database that no waiting makes usable. The message is one line that says what to set, and holds no secret. */
export class UnusableDatabase extends Error {
  override name = 'UnusableDatabase';
}

/** An address as the console shows it: the variable, host and database, and never the password. */
export function shownAddress(variable: string, url: string): string {
  const { host, pathname } = new URL(url);
  return `The database ${host}${pathname} of ${variable}`;
}

const untrusted =
  'set NODE_EXTRA_CA_CERTS to the PEM file of the certificate authority, or add sslrootcert=FILE to DATABASE_URL';
const adviceByCode: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: 'renew the certificate of the database, and check the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID: 'use the host name of its certificate in DATABASE_URL',
};

/** What to do if the database cannot be used because of TLS; null: the cause is another one. */
export function databaseTlsAdvice(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof AggregateError) return databaseTlsAdvice(error.errors[0]);
  if (/does not support SSL connections/.test(error.message)) {
    return 'the database does not support TLS: switch TLS on there, or remove sslmode from DATABASE_URL';
  }
  if (/no pg_hba\.conf entry.*(no encryption|SSL off)/.test(error.message)) {
    return 'the database may require TLS: add sslmode=verify-full to DATABASE_URL';
  }
  const code = 'code' in error ? String(error.code) : '';
  return adviceByCode[code] ?? null;
}

import type { DatabaseFault } from '#lib/domain/database-fault';

/** SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const byState: Readonly<Record<string, DatabaseFault>> = {
  '25006': 'read_only',
  '25P03': 'too_slow',
  '25P04': 'too_slow',
  '28000': 'refused',
  '28P01': 'refused',
  '3D000': 'refused',
  '40001': 'conflict',
  '40P01': 'conflict',
  '53100': 'disk_full',
  '53300': 'too_many_connections',
  '55P03': 'too_slow',
  '57014': 'too_slow',
  '57P01': 'restarting',
  '57P02': 'restarting',
  '57P03': 'restarting',
  '57P04': 'refused',
  '57P05': 'unreachable',
};
/** Whole classes: of connections, and of resources that ran out. Poolers report a server that they cannot reach as 08P01. */
const byClass: Readonly<Record<string, DatabaseFault>> = { '08': 'unreachable', '53': 'overloaded' };

/** What Prisma makes of the driver's errors, where their code does not come along: kinds of its adapter, and its own codes. */
const byPrisma: Readonly<Record<string, DatabaseFault>> = {
  DatabaseNotReachable: 'unreachable',
  ConnectionClosed: 'unreachable',
  SocketTimeout: 'unreachable',
  TlsConnectionError: 'tls',
  P1000: 'refused',
  P1001: 'unreachable',
  P1002: 'unreachable',
  P1003: 'refused',
  P1008: 'unreachable',
  P1010: 'refused',
  P1011: 'tls',
  P1017: 'unreachable',
  P2024: 'too_many_connections',
  P2028: 'too_slow',
  P2034: 'conflict',
  P2037: 'too_many_connections',
};

/** OpenSSL's and Node's words for certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const tlsCode =
  /^(?:ERR_(?:TLS|SSL)_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH$|INVALID_(?:CA|PURPOSE)$)/;

export const isTlsCode = (code: string): boolean => tlsCode.test(code);

const faultMark = Symbol.for('tenko.database-fault');

/** Marks what the connection itself met: that has no code of PostgreSQL's, and others' errors have the same names. */
export function markFault(error: unknown, fault: DatabaseFault): void {
  if (typeof error === 'object' && error !== null) Object.defineProperty(error, faultMark, { value: fault });
}

/** What keeps the database from doing what it was asked, by the codes of its drivers; null: it is another error. */
export function databaseFaultOf(error: unknown, depth = 0): DatabaseFault | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null;
  const marked = (error as { [faultMark]?: DatabaseFault })[faultMark];
  return marked ?? innerFault(error, depth) ?? ownFault(error);
}

/** What the driver said before what Prisma made of it is the exact one. */
function innerFault(error: object, depth: number): DatabaseFault | null {
  const meta = read(error, 'meta');
  for (const inner of [read(meta, 'driverAdapterError'), read(error, 'cause')]) {
    const fault = databaseFaultOf(inner, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}

function ownFault(error: object): DatabaseFault | null {
  const state = sqlStateOf(error);
  if (state !== null) return byState[state] ?? byClass[state.slice(0, 2)] ?? null;
  const name = read(error, 'name');
  const isPrismas = typeof name === 'string' && name.startsWith('PrismaClient');
  const word = isPrismas ? (read(error, 'code') ?? read(error, 'errorCode')) : read(error, 'kind');
  return typeof word === 'string' ? (byPrisma[word] ?? null) : null;
}

/** The code that PostgreSQL gave: node-postgres gives its severity next to it, and Prisma's adapter calls it the original one. */
function sqlStateOf(error: object): string | null {
  const code =
    read(error, 'originalCode') ?? (read(error, 'severity') === undefined ? null : read(error, 'code'));
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

function read(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

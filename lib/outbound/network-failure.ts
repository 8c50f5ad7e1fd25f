/** Why a call came to no answer. */
export const networkFailureCodes = [
  'timeout',
  'name_not_resolved',
  /** The host is, or leads to, an address that calls may not go to */
  'address_refused',
  'network',
  'untrusted_certificate',
  'proxy_unreachable',
  /** 407 */
  'proxy_login_refused',
  /** Any other answer of the proxy than that the way is open */
  'proxy_refused',
] as const;
export type NetworkFailureCode = (typeof networkFailureCodes)[number];

/** A call without an answer. `message`: plain words with hosts only, since an address may hold a user's name. */
export class NetworkFailure extends Error {
  override name = 'NetworkFailure';
  readonly code: NetworkFailureCode;

  constructor(code: NetworkFailureCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** OpenSSL's, of a chain that ends at nobody who is known here: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const untrusted = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'INVALID_CA',
];
const notResolved = ['ENOTFOUND', 'EAI_AGAIN'];
/** Before a connection is established: with a proxy, that to the proxy */
const notConnected = [
  ...notResolved,
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EACCES',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
];

interface Asked {
  host: string;
  /** Host and port; null: the call went directly */
  proxy: string | null;
  /** How long it took until the call was given up: undici gives up a connection long before our limit */
  tookMs: number;
}

/** What stood in the way, from what undici threw. */
export function networkFailureOf(error: unknown, { host, proxy, tookMs }: Asked): NetworkFailure {
  const cause = systemCodeOf(error);
  const through = proxy === null ? '' : ` through the proxy ${proxy}`;
  const answered = proxy === null ? null : proxyStatusOf(error);
  if (answered === '407') {
    const words = `The proxy ${proxy} requires a login, or rejects the one it received (407)`;
    return new NetworkFailure('proxy_login_refused', words);
  }
  if (answered !== null) {
    const words = `The proxy ${proxy} responded with ${answered} instead of connecting to ${host}`;
    return new NetworkFailure('proxy_refused', words);
  }
  if (cause === 'ADDRESS_REFUSED') {
    const words = `${host} is, or leads to, an address that Tenko does not call`;
    return new NetworkFailure('address_refused', words);
  }
  if (untrusted.includes(cause)) {
    const words = `${host} showed${through} a certificate of an authority that this machine does not know (${cause})`;
    return new NetworkFailure('untrusted_certificate', words);
  }
  if (proxy !== null && (notConnected.includes(cause) || cause.startsWith('UND_ERR_PR'))) {
    return new NetworkFailure('proxy_unreachable', `The proxy ${proxy} could not be reached (${cause})`);
  }
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError' || name === 'AbortError' || cause.endsWith('_TIMEOUT')) {
    return new NetworkFailure(
      'timeout',
      `${host} did not answer within ${Math.round(tookMs / 100) / 10} s${through}`,
    );
  }
  const code = notResolved.includes(cause) ? 'name_not_resolved' : 'network';
  return new NetworkFailure(code, `${host} could not be reached${through} (${cause})`);
}

/** undici gives the status of a refused CONNECT in its message only. */
function proxyStatusOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const found =
    /^Proxy response \((\d{3})\) !== 200/.exec(error.message)?.[1] ??
    (/^Proxy Authentication Required \(407\)/.test(error.message) ? '407' : null);
  return found ?? proxyStatusOf(error.cause);
}

function systemCodeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return systemCodeOf(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'connection failed';
}

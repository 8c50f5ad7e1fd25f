import { BlockList, isIP } from 'node:net';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { lookupWithin, type Reach } from './address-reach.ts';

/** Which proxies calls go through. */
export interface ProxySettings {
  /** Of calls to https and to http addresses, with user and password where the proxy asks for them; null: none */
  proxies: { https: string | null; http: string | null };
  /** Hosts that are called directly, as NO_PROXY names them */
  except: string;
}

/** How calls leave this machine. */
export interface WayOut {
  dispatcherOf: (url: URL) => Dispatcher;
  /** Host and port of the proxy that a call goes through, without its login; null: it goes directly */
  proxyOf: (url: URL) => string | null;
}

const pool = { connections: 64, keepAliveTimeout: 30_000, allowH2: false } as const;

/**
 * Directly to loopback addresses and to what is excepted; by proxy to all others, as far as there is one. `reach` limits where names
 * lead to that are called directly: what a proxy's names lead to, the proxy alone knows.
 */
export function openWayOut({ proxies, except }: ProxySettings, reach?: Reach): WayOut {
  const direct = new Agent(
    reach === undefined ? pool : { ...pool, connect: { lookup: lookupWithin(reach) } },
  );
  const hasProxy = proxies.https !== null || proxies.http !== null;
  // Exceptions are decided here: undici would decide the same, but not report it. Empty: it would look for itself.
  const login = { httpsProxy: proxies.https ?? '', httpProxy: proxies.http ?? '', noProxy: '' };
  const proxied = hasProxy ? new EnvHttpProxyAgent({ ...pool, ...login }) : direct;
  const isExcepted = readExceptions(except);
  const proxyOf = (url: URL): string | null => {
    const proxy = url.protocol === 'https:' ? (proxies.https ?? proxies.http) : proxies.http;
    if (proxy === null || isLoopback(url.hostname) || isExcepted(url)) return null;
    const { hostname, port, protocol } = new URL(proxy);
    return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  };
  return { proxyOf, dispatcherOf: (url) => (proxyOf(url) === null ? direct : proxied) };
}

const plainHost = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[(.+)\]$/, '$1')
    .replace(/\.$/, '');

function isLoopback(hostname: string): boolean {
  const host = plainHost(hostname);
  if (isIP(host) === 0) return /^(.+\.)?localhost$/.test(host);
  return /^127\.|^::1$|^::ffff:(127\.|7f)/.test(host);
}

/**
 * `example.com` and `.example.com` mean the name and all below it, `*.example.com` only what is below, `*` everything; a
 * port behind a name limits it to that port. Addresses may be networks such as 10.0.0.0/8.
 */
function readExceptions(text: string): (url: URL) => boolean {
  const rules = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(readRule);
  return (url) => {
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return rules.some((rule) => rule(plainHost(url.hostname), port));
  };
}

function readRule(entry: string): (host: string, port: string) => boolean {
  const network = /^([\d.]+|[\da-f:.]+)\/(\d{1,3})$/i.exec(entry);
  if (network !== null) return networkRule(network[1] ?? '', Number(network[2]));
  const [, bracketed, plain = '', wanted] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  const name = plainHost(bracketed ?? (plain || entry));
  const below = name.replace(/^\*?\./, '');
  const isOnlyBelow = name.startsWith('*.');
  return (host, port) => {
    if (wanted !== undefined && wanted !== port) return false;
    return below === '*' || (!isOnlyBelow && host === below) || host.endsWith(`.${below}`);
  };
}

function networkRule(address: string, bits: number): (host: string) => boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || bits > (family === 'ipv6' ? 128 : 32)) return () => false;
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return (host) => isIP(host) !== 0 && list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

import { mayReach, nearnessOf } from '../outbound/address-reach.ts';
import { namesSecret } from './secret-names.ts';

interface Refused {
  code:
    | 'invalid_url'
    | 'login_in_url'
    | 'fragment_in_url'
    | 'secret_in_url'
    | 'url_off_limits'
    | 'http_not_allowed';
  problem: string;
}

/** An address as it is stored, without a slash at its end; or what is wrong with it. */
export function readSourceAddress(
  given: string,
  { allowHttp }: { allowHttp: boolean },
): { url: string } | Refused {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { code: 'invalid_url', problem: 'must be an address such as https://mdm.example.com' };
  }
  if (url.username !== '' || url.password !== '') {
    return { code: 'login_in_url', problem: 'must not contain a user or password: enter them as secrets' };
  }
  if (url.hash !== '') return { code: 'fragment_in_url', problem: 'must not contain a #' };
  const secret = [...url.searchParams].find(([name, value]) => isSecret(name, value));
  if (secret !== undefined) {
    const problem = `must not contain a secret, and the parameter ${secret[0]} looks like one: addresses are shown, and not encrypted. Send it as a header, such as Authorization`;
    return { code: 'secret_in_url', problem };
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!mayReach('local', host)) {
    return {
      code: 'url_off_limits',
      problem: 'must not be an address that machines get their own credentials from',
    };
  }
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(host)) {
    return {
      code: 'http_not_allowed',
      problem:
        'must begin with https:// (http:// only on this machine, or with TENKO_SOURCES_ALLOW_HTTP=true)',
    };
  }
  return { url: url.href.replace(/\/+$/, '') };
}

function isSecret(name: string, value: string): boolean {
  // Azure Functions have their key in a parameter of that name.
  return value !== '' && (namesSecret(name) || (name.toLowerCase() === 'code' && value.length >= 20));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || nearnessOf(host) === 'loopback';
}

import { mayReach, nearnessOf } from '../outbound/address-reach.ts';

/** An address as it is stored, without a slash at its end; or what is wrong with it. */
export function readSourceAddress(
  given: string,
  { allowHttp }: { allowHttp: boolean },
): { url: string } | { problem: string; code?: 'secret_in_url' } {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { problem: 'must be an address such as https://mdm.example.com' };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'must not contain a user or password: enter them as secrets' };
  }
  if (url.hash !== '') return { problem: 'must not contain a #' };
  const secret = [...url.searchParams].find(([name, value]) => looksSecret(name, value));
  if (secret !== undefined) {
    const problem = `must not contain a secret, and the parameter ${secret[0]} looks like one: addresses are shown, and not encrypted. Send it as a header, such as Authorization`;
    return { code: 'secret_in_url', problem };
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!mayReach('local', host)) {
    return { problem: 'must not be an address that machines get their own credentials from' };
  }
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(host)) {
    return {
      problem:
        'must begin with https:// (http:// only on this machine, or with TENKO_SOURCES_ALLOW_HTTP=true)',
    };
  }
  return { url: url.href.replace(/\/+$/, '') };
}

const secretWord =
  /^(?:tokens?|secrets?|passwords?|passwd|passphrase|pwd|pass|signature|sig|sas|jwt|bearer|auth|authorization|credentials?|apikey|accesskey|accesstoken|authtoken|clientsecret)$/;
/** What stands before `key` where it opens something; a `sort_key` does not. */
const ofKey =
  /^(?:api|access|auth|app|account|client|function|functions|license|private|secret|shared|subscription|token|x)$/;
/** Where a list goes on. */
const ofPaging =
  /^(?:page|paging|pagination|next|previous|prev|continuation|cursor|skip|sync|delta|start|last|list)$/;

/** Whether a parameter of an address looks like a secret: by the words of its name, such as `apiKey` and `X-Amz-Signature`. */
function looksSecret(name: string, value: string): boolean {
  if (value === '') return false;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (words.some((word) => ofPaging.test(word))) return false;
  // Azure Functions have their key in it.
  if (words.join() === 'code') return value.length >= 20;
  return words.some(
    (word, at) =>
      secretWord.test(word) || (word === 'key' && (words.length === 1 || ofKey.test(words[at - 1] ?? ''))),
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || nearnessOf(host) === 'loopback';
}

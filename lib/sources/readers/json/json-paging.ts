import { SourceFailure } from '#lib/domain/sources/source-reader';
import { textIn } from '../native-values.ts';
import { isRecord } from '../record-of.ts';

/**
 * The value at a path of keys with dots between them; empty or `$`: the whole. A key that has a dot itself (`@odata.nextLink`)
 * is found, too: the longest key that fits is taken. Undefined: there is none.
 */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '' || path === '$') return value;
  const parts = path.replace(/^\$\./, '').split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const key = parts.slice(0, length).join('.');
    const holder = isRecord(value) || Array.isArray(value) ? (value as Record<string, unknown>) : {};
    if (!Object.hasOwn(holder, key)) continue;
    const rest = parts.slice(length).join('.');
    return rest === '' ? holder[key] : valueAt(holder[key], rest);
  }
  return undefined;
}

/** How the next page is asked for, as `nextPath` says. */
export type Paging =
  | { by: 'nothing' }
  /** `paging.next`: an address, or a token that is sent as the parameter named */
  | { by: 'path'; path: string; parameter: string; isToken: boolean }
  /** `offset+=count`, `page+=1`: a parameter that is counted up until a page is empty */
  | { by: 'counting'; parameter: string; step: 'count' | number };

export function parseNextPath(nextPath: string | null): Paging {
  if (nextPath === null) return { by: 'nothing' };
  const [, counted, step] = /^([\w.[\]-]+)\s*\+=\s*(count|\d{1,6})$/.exec(nextPath) ?? [];
  if (counted !== undefined) {
    return { by: 'counting', parameter: counted, step: step === 'count' ? 'count' : Number(step) };
  }
  const [, path = '', named] = /^(.*?)(?:\s*=\s*([\w.[\]-]+))?$/.exec(nextPath) ?? [];
  const parameter = named ?? path.split('.').at(-1) ?? path;
  return { by: 'path', path, parameter, isToken: named !== undefined };
}

interface ReadPage {
  /** Its own address */
  address: URL;
  body: unknown;
  count: number;
}

/** The address of the next page; null: this was the last one. Throws SourceFailure for one on another host. */
export function nextAddress(paging: Paging, { address, body, count }: ReadPage): string | null {
  if (paging.by === 'nothing') return null;
  if (paging.by === 'counting') {
    if (count === 0) return null;
    const before = Number(address.searchParams.get(paging.parameter) ?? 0) || 0;
    return withParameter(
      address,
      paging.parameter,
      String(before + (paging.step === 'count' ? count : paging.step)),
    );
  }
  const said = valueAt(body, paging.path);
  const value = typeof said === 'boolean' ? null : textIn(said);
  if (value === null) return null;
  const isAddress = !paging.isToken && (/^(https?:\/\/|\/|\?|\.{1,2}\/)/i.test(value) || value.includes('?'));
  if (!isAddress) return withParameter(address, paging.parameter, value);
  const next = URL.canParse(value, address.href) ? new URL(value, address.href) : null;
  if (next === null) throw new SourceFailure('unexpected_answer', 'the address of the next page is not one');
  if (next.origin !== address.origin) {
    const words = `${address.host} points to another host for the next page: ${next.host}`;
    throw new SourceFailure('redirected_elsewhere', words);
  }
  return next.href;
}

function withParameter(address: URL, name: string, value: string): string {
  const next = new URL(address);
  next.searchParams.set(name, value);
  return next.href;
}

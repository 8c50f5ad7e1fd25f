import { createHash } from 'node:crypto';
import type { SourceAccess } from '#lib/domain/sources/source';
import {
  type PageRequest,
  SourceFailure,
  type SourcePage,
  type SourceReader,
} from '#lib/domain/sources/source-reader';
import type { OutboundClient } from '../../../outbound/outbound-client.ts';
import { textIn } from '../native-values.ts';
import { isRecord } from '../record-of.ts';
import { createSourceHttp } from '../source-http.ts';
import { createJsonMapping, type JsonMapping } from './json-mapping.ts';
import { nextAddress, type Paging, parseNextPath, valueAt } from './json-paging.ts';

interface Cursor {
  /** Of the page, path and query alone: never another host, whatever was stored */
  path: string;
  /** Of the records of the page before */
  digest: string;
}

/** Reads any system that lists its devices as JSON, page by page. A quick walk reads everything: filters differ everywhere. */
export function createJsonReader(access: SourceAccess, client: OutboundClient): SourceReader {
  const { url, settings, secrets } = access;
  const headers = headersOf(secrets.headers);
  const hidden = {
    ...headers,
    ...wordsIn(headers),
    ...wordsIn(Object.fromEntries(new URL(url).searchParams)),
  };
  const http = createSourceHttp({ url, secrets: hidden }, client);
  const itemsPath = textIn(settings.itemsPath) ?? '';
  const paging = parseNextPath(textIn(settings.nextPath));
  let mapping: JsonMapping | null = null;
  return {
    readPage: async ({ cursor: given, withNatives }: PageRequest): Promise<SourcePage> => {
      mapping ??= openMapping(settings.mapping);
      const cursor = given as Cursor | null;
      const address = new URL(cursor?.path ?? url, url);
      const body = await http.json({ path: address.href, headers });
      const items = valueAt(body, itemsPath);
      if (!Array.isArray(items)) throw noList(itemsPath, body);
      const digest = createHash('sha256').update(JSON.stringify(items)).digest('base64url');
      if (cursor !== null && items.length > 0 && cursor.digest === digest) {
        throw new SourceFailure(
          'unexpected_answer',
          `${address.host} sent the same page again as the next one`,
        );
      }
      const next = nextAddress(paging, { address, body, count: items.length });
      const records = [];
      for (const item of items) records.push(await mapping(item));
      return {
        records,
        ...(withNatives && { natives: items }),
        next: next === null ? null : nextAt(pathOf(next), digest, paging),
        total: null,
      };
    },
  };
}

function nextAt(path: string, digest: string, { by }: Paging): SourcePage['next'] {
  return { cursor: { path, digest }, pauseMs: 0, ...(by === 'path' && { place: path }) };
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

function openMapping(mapping: unknown): JsonMapping {
  try {
    return createJsonMapping(textIn(mapping) ?? '');
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    throw new SourceFailure('setting_not_found', `The mapping cannot be used: ${words}`);
  }
}

/** One secret: a JSON object of names and values. */
function headersOf(secret: string | undefined): Record<string, string> {
  if (secret === undefined || secret === '') return {};
  const value: unknown = JSON.parse(secret);
  const pairs = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/** A system may repeat a part of a header alone, such as the token behind “Bearer”. */
function wordsIn(values: Record<string, string>): Record<string, string> {
  const words = Object.values(values).flatMap((value) => value.split(/\s+/));
  return Object.fromEntries(words.filter((word) => word.length >= 6).map((word) => [`word ${word}`, word]));
}

function noList(path: string, body: unknown): SourceFailure {
  const keys = isRecord(body) ? Object.keys(body).slice(0, 10).join(', ') : '';
  const there = Array.isArray(body)
    ? 'the answer itself is a list: leave the path empty'
    : `there are: ${keys}`;
  return new SourceFailure('unexpected_answer', `There is no list at “${path}”; ${there}`);
}

import fc from 'fast-check';
import { encodeCursor } from '#lib/domain/text/cursor';
import { hostileValue, jsonOf, textLike } from './hostile-values.ts';
import { type JsonSchema, type KnownIds, valuesOf } from './json-schema-values.ts';
import { nearValid } from './near-valid.ts';

/** One operation of the OpenAPI document. */
export interface DocumentedOperation {
  security?: [];
  parameters?: { name: string; in: 'path' | 'query'; required: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content: Record<string, { schema: JsonSchema }> }>;
}

export interface FuzzedRequest {
  id: string;
  /** As it stands in the address, without its question mark */
  query: string;
  body: string | Uint8Array<ArrayBuffer> | null;
  contentType: string | null;
}

const usual = 'application/json';
const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constant<string | null>(usual) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      null,
      'text/plain',
      'application/json; charset=utf-16',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      '\u00e9;;=',
    ),
  },
);

/** Requests for an operation: good ones, nearly good ones, and noise. */
export function requestsOf(operation: DocumentedOperation, ids: KnownIds): fc.Arbitrary<FuzzedRequest> {
  const { content = {} } = operation.requestBody ?? {};
  const schema = content[usual]?.schema;
  const ofFiles = Object.keys(content).filter((media) => media !== usual);
  return fc.record({
    id: fc.oneof(
      { weight: ids.length > 0 ? 8 : 0, arbitrary: fc.constantFrom(...ids, '') },
      { weight: 1, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: textLike },
    ),
    query: queries(operation, ids),
    body: fc.oneof(
      { weight: 8, arbitrary: schema === undefined ? fc.constant(null) : bodies(schema, ids) },
      { weight: ofFiles.length > 0 ? 16 : 0, arbitrary: files },
      { weight: 1, arbitrary: noise },
    ),
    contentType: fc.oneof(
      { weight: ofFiles.length > 0 ? 6 : 0, arbitrary: fc.constantFrom(...ofFiles, usual) },
      { weight: 1, arbitrary: contentType },
    ),
  });
}

const columns = [
  'externalId',
  'checkedInAt',
  'device.os',
  'device.name',
  'device.attributes.__proto__',
  'violations.0.action',
  'user.principalName',
  'lastCheckInAt',
  'os',
  'Device ID',
  'Serial Number',
  'Last Check-In',
];
/** CSV whose columns nearly make devices, with anything in its cells; and lines of JSON. */
const files: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(',', ';', '\t'),
      fc.subarray(columns, { minLength: 1 }),
      fc.array(
        fc.array(fc.oneof(textLike, fc.constantFrom('ios', '2026-11-29T07:00:00Z', '"', '')), {
          maxLength: 12,
        }),
      ),
    )
    .map(([between, head, rows]) => [head, ...rows].map((cells) => cells.join(between)).join('\n')),
  fc.array(hostileValue.map(jsonOf)).map((lines) => lines.join('\n')),
);

function bodies(schema: JsonSchema, ids: KnownIds): fc.Arbitrary<string | null> {
  const valid = valuesOf(schema, ids);
  return fc.oneof(valid, nearValid(valid)).map(jsonOf);
}

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)),
  );
/** Bodies that are no JSON, or JSON that no serializer writes. */
const noise: fc.Arbitrary<FuzzedRequest['body']> = fc.oneof(
  fc.constantFrom<FuzzedRequest['body']>(
    '',
    '{',
    'null',
    '[]',
    '""',
    '{}',
    'NaN',
    '{"a":1e999}',
    '{"name":"a","name":"b"}',
    "{'a':1}",
    '//',
    '{"__proto__":{"x":1}}',
    '{"\\ud800":"\\udfff"}',
    '{"a":"\\u0000"}',
    '<xml/>',
    'a=1&b=2',
    '\u0000',
    bytes([0xef, 0xbb, 0xbf], '{}'),
    bytes('{"name":"', [0xff, 0xfe, 0xc3], '"}'),
    bytes([0xed, 0xa0, 0x80]),
    bytes([0xfe, 0xff, 0x00, 0x7b]),
    '['.repeat(100_000),
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`key${n}`, n]))),
    JSON.stringify({ ['k'.repeat(500_000)]: 1 }),
    `"${'x'.repeat(4 * 1024 * 1024)}"`,
  ),
  fc.uint8Array({ maxLength: 64 }).map((array) => new Uint8Array(array)),
  hostileValue.map(jsonOf),
);

type Pair = [name: string, value: string];

function queries({ parameters = [] }: DocumentedOperation, ids: KnownIds): fc.Arbitrary<string> {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  const names = known.map(({ name }) => name);
  const valuesOfName = new Map(
    known.map(({ name, schema }) => [
      name,
      name === 'cursor' ? fc.oneof(cursors(sortsOf(known)), textLike) : valuesOf(schema, ids),
    ]),
  );
  const required = known.filter((one) => one.required).map(({ name }) => name);
  // Few at a time: one that is refused hides what the others do.
  const chosen = fc.subarray(names, { maxLength: Math.min(3, names.length) });
  const valid = chosen.chain((some) => {
    const all = [...new Set([...required, ...some])];
    const values = all.map((name) => valuesOfName.get(name) ?? fc.constant(''));
    return fc.tuple(...values).map((given) => all.flatMap((name, index) => pairsOf([name, given[index]])));
  });
  const others = ['more', '__proto__', 'constructor', 'limit', 'cursor', '', 'a[b]'];
  const extra = fc.tuple(fc.constantFrom(...others, ...names), textLike);
  const near = fc.tuple(valid, fc.array(extra, { minLength: 1, maxLength: 3 }));
  return fc.oneof(
    { weight: 6, arbitrary: valid.map(encode) },
    { weight: 3, arbitrary: near.map(([good, more]) => encode([...good, ...more])) },
    { weight: 1, arbitrary: fc.constantFrom(...rawQueries) },
  );
}

const rawQueries = [
  '%',
  '%zz=%zz',
  '%00=%00',
  'a=%ff%fe',
  'limit=%',
  'limit=1&limit=2',
  '=',
  '&&&',
  '?',
  'q=%ed%a0%80',
  '__proto__=1',
  '__proto__=1&__proto__=2',
  '__proto__[x]=1',
  'limit[]=1',
  'limit=1e1',
  'limit= 1',
  'q=+',
  'cursor=',
  'cursor=%00',
  `q=${'x'.repeat(20_000)}`,
  'a=1&'.repeat(500),
  'limit=0x10',
  'limit=Infinity',
];

function pairsOf([name, value]: [string, unknown]): Pair[] {
  return (Array.isArray(value) ? value : [value]).map((one): Pair => [name, String(one)]);
}

function encode(pairs: Pair[]): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value.toWellFormed()])).toString();
}

const sortsOf = (known: { name: string; schema: JsonSchema }[]) =>
  (known.find(({ name }) => name === 'sort')?.schema.enum as string[] | undefined) ?? [];

/** Of the right form, and with anything in them. */
function cursors(sorts: readonly string[]): fc.Arbitrary<string> {
  const value = fc.oneof(
    fc.constantFrom('2026-11-23T07:00:00Z', '2026-11-23 07:00:00.123+00', '', 'infinity', '-infinity'),
    fc.constantFrom('0', '-1', '1e400', '99999999999999999999999', 'NaN', '+275760-09-13T00:00:00.001Z'),
    textLike,
    fc.constant(null),
  );
  const sort = fc.constantFrom(...sorts, 'createdAt', '-createdAt', '-at', 'at', 'id', 'deviceId');
  return fc
    .tuple(sort, value, fc.uuid(), fc.boolean())
    .map(([by, at, id, back]) => encodeCursor(by, { value: at, id, ...(back ? { back } : {}) }));
}

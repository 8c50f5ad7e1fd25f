import { schemaNamed } from '#lib/contract/api-reference';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { DocumentedOperation, FuzzedRequest } from './fuzz-requests.ts';
import { jsonOf, refusedTexts } from './hostile-values.ts';
import type { JsonSchema, KnownIds } from './json-schema-values.ts';

const usual = 'application/json';
const texts = [...Object.values(refusedTexts), '__proto__', '0001-01-01T00:00:00Z', 'P99999W'];
const cursorValues = [
  '2026-11-23 07:00',
  'infinity',
  '1e400',
  '',
  '+275760-09-13T00:00:00.000Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-01-01T00:00:00.000Z',
  null,
];
const idOnlySorts = ['-createdAt', '-at', '-checkedInAt', 'deviceId', 'until', '-until'];

/** What chance may miss: each text that must be refused in each place of its own, all else being good. */
export function sweepOf(operation: DocumentedOperation, ids: KnownIds): FuzzedRequest[] {
  const base = { id: ids[0] ?? '', query: minimalQuery(operation), contentType: usual, body: null };
  const schema = operation.requestBody?.content[usual]?.schema;
  const good = schema === undefined ? null : jsonOf(minimal(schema, ids));
  const bodies = schema === undefined ? [] : places(schema, ids);
  return [
    ...[...bodies, ...(good === null ? [] : [good])].map((body) => ({ ...base, body })),
    ...queries(operation).map((query) => ({ ...base, query, body: good })),
  ];
}

const resolved = (schema: JsonSchema): JsonSchema => {
  if (schema.$ref !== undefined) return schemaNamed(schema.$ref) as JsonSchema;
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
};
const typeOf = ({ type }: JsonSchema) => (Array.isArray(type) ? type[0] : type);

/** The least that a schema takes. */
function minimal(given: JsonSchema, ids: KnownIds): unknown {
  const schema = resolved(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  switch (typeOf(schema)) {
    case 'object': {
      const { properties = {}, required = [] } = schema;
      return Object.fromEntries(required.map((key) => [key, minimal(properties[key] ?? {}, ids)]));
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => minimal(schema.items ?? {}, ids));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0);
    case 'boolean':
      return true;
    case 'string':
      if (schema.format === 'uuid') return ids[0] ?? '';
      return schema.format === 'date-time' ? '2026-11-23T07:00:00Z' : 'x';
    default:
      return null;
  }
}

/** The least body with one text in the place of one of its strings, wherever one may stand. */
function places(given: JsonSchema, ids: KnownIds): string[] {
  const bodies: string[] = [];
  walk(given, (value) => {
    const body = jsonOf(value);
    if (body !== null) bodies.push(body);
  });
  return bodies;

  function walk(one: JsonSchema, found: (value: unknown) => void): void {
    const schema = resolved(one);
    const type = typeOf(schema);
    if (type === 'object') {
      const least = minimal(schema, ids) as object;
      for (const [key, inner] of Object.entries(schema.properties ?? {})) {
        walk(inner, (value) => found({ ...least, [key]: value }));
      }
    } else if (type === 'array') walk(schema.items ?? {}, (value) => found([value]));
    else if (type === 'string') for (const text of texts) found(text);
    else for (const value of ['1', 1e308, -1, 0.5, null, [], {}]) found(value);
  }
}

const needed = ({ parameters = [] }: DocumentedOperation) =>
  parameters.filter((one) => one.in === 'query' && one.required);

function minimalQuery(operation: DocumentedOperation): string {
  const pairs = needed(operation).map(({ name, schema }) => [name, String(minimal(schema, []))]);
  return new URLSearchParams(pairs).toString();
}

function queries(operation: DocumentedOperation): string[] {
  const known = (operation.parameters ?? []).filter((one) => one.in === 'query');
  const sorts = (known.find(({ name }) => name === 'sort')?.schema.enum ?? []) as string[];
  const withNeeded = (pairs: Record<string, string>) => {
    const all = new URLSearchParams(minimalQuery(operation));
    for (const [name, value] of Object.entries(pairs)) all.set(name, value.toWellFormed());
    return all.toString();
  };
  const single = known.flatMap(({ name }) => texts.map((text) => withNeeded({ [name]: text })));
  if (!known.some(({ name }) => name === 'cursor')) return single;
  const cursors = (sorts.length > 0 ? sorts : idOnlySorts).flatMap((sort) =>
    cursorValues.map((value) => {
      const cursor = encodeCursor(sort, { value, id: '019ab000-0000-7000-8000-000000000000' });
      return withNeeded({ ...(sorts.length > 0 ? { sort } : {}), cursor });
    }),
  );
  return [...single, ...cursors];
}

import fc from 'fast-check';
import { schemaNamed } from '#lib/contract/api-reference';
import { hostileTexts, textLike } from './hostile-values.ts';

/** As much of JSON Schema as our document uses. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  $ref?: string;
}

/** Ids that there is something under. */
export type KnownIds = readonly string[];

const instant = fc.oneof(
  fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
);
const longestArray = 4;
const anyLength = 500;
/** Where only code knows what is right */
const words = fc.constantFrom('P7D', 'PT12H', '2026-11-23T07:00:00Z', 'Success');

/** Schemas within schemas of the same name, before only those parts are taken that end it */
const deepest = 3;

/** Values that a schema allows; what only code checks (a number of days, an IANA name) is met now and then. */
export function valuesOf(schema: JsonSchema, ids: KnownIds, depth = 0): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => valuesOf(one, ids, depth);
  if (schema.$ref !== undefined) {
    const named = schemaNamed(schema.$ref) as JsonSchema;
    return valuesOf(depth < deepest ? named : withoutNames(named), ids, depth + 1);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(inner));
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => inner({ ...schema, type })));
  }
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer(bounds(schema));
    case 'array':
      return fc.array(inner(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? longestArray, longestArray),
      });
    case 'object':
      return objects(schema, inner);
    case 'string':
      return texts(schema, ids);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Without the alternatives that name other schemas, of which one may be the same again. */
function withoutNames(schema: JsonSchema): JsonSchema {
  if (schema.anyOf === undefined) return schema;
  return { anyOf: schema.anyOf.filter((one) => !JSON.stringify(one).includes('"$ref"')) };
}

const bounds = ({ minimum = 0, maximum = 300 }: JsonSchema) => ({
  min: Math.max(minimum, -(2 ** 31)),
  max: Math.min(maximum, 2 ** 31 - 1),
});

function objects(
  { properties = {}, required = [] }: JsonSchema,
  inner: (schema: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, inner(schema)]));
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
}

function texts({ format, pattern, minLength = 0, maxLength = anyLength }: JsonSchema, ids: KnownIds) {
  if (format === 'uuid') return ids.length > 0 ? fc.oneof(fc.constantFrom(...ids), fc.uuid()) : fc.uuid();
  if (format === 'date-time') return instant.map((date) => date.toISOString());
  const allowed = new RegExp(pattern ?? '');
  if (pattern === undefined && maxLength === anyLength)
    return fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: textLike });
  const cut = fc
    .oneof(fc.constantFrom(...Object.values(hostileTexts)), textLike, fc.string({ maxLength: 30 }))
    .map((text) => text.slice(0, maxLength).toWellFormed().trim());
  return cut.map((text) =>
    allowed.test(text) && text.length >= minLength ? text : 'x'.repeat(minLength || 1),
  );
}

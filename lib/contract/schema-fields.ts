/** As JSON Schema has it, as far as the operations use it */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
}

export interface SchemaField {
  /** Where it stands: `checkIns[].device.os` */
  name: string;
  /** In the words of JSON Schema, with its limits: `string, 1–200` */
  type: string;
  required: boolean;
  /** All that it may be; empty: not a list of words */
  values: string[];
  /** In English, as the document has it */
  description: string | null;
}

/**
 * All fields of a schema in the order of the document, those of an object right after it. `named`: what a reference
 * leads to.
 */
export function fieldsOf(schema: Schema, named: Named): SchemaField[] {
  const found = new Map<string, SchemaField>();
  walk(schema, { named, name: '', required: true, within: [], into: found });
  return [...found.values()];
}

type Named = (reference: string) => Schema;

interface Place {
  named: Named;
  name: string;
  required: boolean;
  /** The references that led here: rules of policies contain rules, and are listed once */
  within: readonly string[];
  into: Map<string, SchemaField>;
}

function walk(given: Schema, place: Place): void {
  const { named, name, required, into } = place;
  const schemas = variantsOf(given, named);
  if (name !== '') {
    const before = into.get(name);
    const field: SchemaField = {
      name,
      type: union(schemas.map((schema) => typeOf(schema, named))),
      required,
      values: schemas.flatMap(valuesOf),
      description: given.description ?? schemas.find(({ description }) => description)?.description ?? null,
    };
    into.set(name, before === undefined ? field : merged(before, field));
  }
  const here = referencesOf(given);
  if (here.some((reference) => place.within.includes(reference))) return;
  const within = [...place.within, ...here];
  for (const schema of schemas) {
    if (schema.items) {
      const inside = referencesOf(schema.items);
      if (inside.some((reference) => within.includes(reference))) continue;
      const items = variantsOf(schema.items, named);
      const below = { ...place, name: `${name}[]`, within: [...within, ...inside] };
      for (const item of items) walkProperties(item, below, items);
    }
    walkProperties(schema, { ...place, within }, schemas);
  }
}

function referencesOf(schema: Schema): string[] {
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  return [...(schema.$ref === undefined ? [] : [schema.$ref]), ...choices.flatMap(referencesOf)];
}

/** `siblings`: the variants that it is one of. What is missing in one of them is not required. */
function walkProperties(schema: Schema, place: Place, siblings: readonly Schema[]): void {
  const objects = siblings.filter(({ properties }) => properties);
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    if (isIgnored(value)) continue;
    walk(value, {
      ...place,
      name: place.name === '' ? key : `${place.name}.${key}`,
      required: objects.every(({ required }) => required?.includes(key)),
    });
  }
}

/** What an answer has and a body may repeat, so that it can be changed and sent back: it is not read. */
function isIgnored(schema: Schema): boolean {
  return Object.keys(schema).every((key) => key === 'description');
}

function merged(one: SchemaField, other: SchemaField): SchemaField {
  return {
    ...one,
    type: union([one.type, other.type]),
    values: [...new Set([...one.values, ...other.values])],
    description: one.description ?? other.description,
  };
}

/** What a schema may be, one by one: references followed, choices taken apart, parts put together. */
function variantsOf(schema: Schema, named: Named): Schema[] {
  if (schema.$ref !== undefined) return variantsOf(named(schema.$ref), named);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap((choice) => variantsOf(choice, named));
  if (schema.allOf) {
    const parts = schema.allOf.flatMap((part) => variantsOf(part, named));
    return [
      {
        ...Object.assign({}, ...parts),
        properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
        required: parts.flatMap(({ required = [] }) => required),
      },
    ];
  }
  return [schema];
}

function typeOf(schema: Schema, named: Named): string {
  const { type, format, items, minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  if (schema.const !== undefined) return typeof schema.const;
  const name = format ?? [type ?? (schema.enum ? 'string' : 'any')].flat().join(' | ');
  if (type === 'array') {
    const inside = items === undefined ? [] : variantsOf(items, named);
    const names = [...new Set(inside.flatMap((item) => item.type ?? 'any'))];
    return `${names.length === 1 ? names[0] : 'any'}[]${range(minItems, maxItems)}`;
  }
  if (type === 'string' && format === undefined) return `${name}${range(minLength, maxLength)}`;
  // The limits of a safe integer are no limits of ours.
  if (type === 'integer' || type === 'number') {
    return `${name}${range(safe(minimum ?? schema.exclusiveMinimum), safe(maximum))}`;
  }
  return name;
}

function safe(value: number | undefined): number | undefined {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;
}

function range(from: number | undefined, to: number | undefined): string {
  if (from === undefined && to === undefined) return '';
  if (to === undefined) return `, ≥ ${from}`;
  return from === undefined ? `, ≤ ${to}` : `, ${from}–${to}`;
}

function union(types: readonly string[]): string {
  return [...new Set(types.flatMap((type) => type.split(' | ')))].join(' | ');
}

function valuesOf(schema: Schema): string[] {
  if (schema.const !== undefined) return [String(schema.const)];
  return schema.enum?.map(String) ?? (schema.items?.enum?.map(String) || []);
}

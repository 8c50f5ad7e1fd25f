import { type Body, inComponents, openApiDocument } from './openapi.ts';
import { listOperations } from './operations.ts';
import { fieldsOf, type Schema, type SchemaField } from './schema-fields.ts';

export interface ReferenceOperation {
  /** Its anchor on the page: `get-devices-id` */
  id: string;
  method: string;
  path: string;
  summary: string;
  scope: string;
  parameters: SchemaField[];
  /** Null: it takes none */
  body: { media: string[]; fields: SchemaField[]; example: unknown } | null;
  status: number;
  answer: { media: string[]; fields: SchemaField[] };
}

export interface ReferenceResource {
  /** What stands behind `/api/v1/`, or in its place: `devices`, `metrics` */
  name: string;
  operations: Omit<ReferenceOperation, 'parameters' | 'body' | 'answer'>[];
}

/** `/metrics` is beside the API, where monitoring systems look. */
const withoutPrefix = (path: string) => path.replace(/^\/(?:api\/v1\/)?/, '');
type Listed = ReturnType<typeof listOperations>[number];

/** The whole API in short, by what the operations are about, in the order in which they are declared. */
export function referenceIndex(): ReferenceResource[] {
  const byName = Object.groupBy(listOperations(), ({ path }) => resourceOf(path));
  return Object.entries(byName).map(([name, operations = []]) => {
    return { name, operations: operations.map(inShort) };
  });
}

/** All about the operations of one resource; null: there is none of this name. */
export function referenceOf(resource: string): ReferenceOperation[] | null {
  const found = listOperations().filter(({ path }) => resourceOf(path) === resource);
  return found.length === 0 ? null : found.map(inFull);
}

function resourceOf(path: string): string {
  return withoutPrefix(path).split('/')[0] ?? '';
}

function inShort({
  method,
  path,
  summary,
  scope,
  status = 200,
}: Listed): ReferenceResource['operations'][number] {
  const id = `${method} ${withoutPrefix(path)}`.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return { id: id.replace(/-$/, ''), method, path, summary, scope, status };
}

function inFull(operation: Listed): ReferenceOperation {
  const documented = openApiDocument().paths[operation.path]?.[operation.method.toLowerCase()];
  const { parameters = [], requestBody, responses = {} } = documented ?? {};
  const short = inShort(operation);
  return {
    ...short,
    parameters: parameters.flatMap(({ name, in: place, required, schema }) => {
      const shown = place === 'path' ? `{${name}}` : name;
      return fieldsOf({ properties: { [shown]: schema }, required: required ? [shown] : [] }, schemaNamed);
    }),
    body: requestBody === undefined ? null : { ...contentOf(requestBody), example: exampleIn(requestBody) },
    answer: contentOf(responses[short.status] ?? {}),
  };
}

/** What a reference within the document leads to. */
export function schemaNamed(reference: string): Schema {
  const named = openApiDocument().components.schemas[reference.slice(inComponents.length)];
  if (named === undefined) throw new Error(`the document has no ${reference}`);
  return named;
}

/** A file has its media types, and no fields. */
function contentOf({ content = {} }: Body): { media: string[]; fields: SchemaField[] } {
  const json = content['application/json'];
  return {
    media: Object.keys(content),
    fields: json === undefined ? [] : fieldsOf(json.schema, schemaNamed),
  };
}

function exampleIn({ content = {} }: Body): unknown {
  return Object.values(content)[0]?.example ?? null;
}

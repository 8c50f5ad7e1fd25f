import type { z } from 'zod';
import { exampleOf } from './examples.ts';
import { jsonSchema } from './openapi.ts';
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
  const { path, query, answer, media } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): SchemaField => {
    return {
      name: `{${name}}`,
      type: name === 'name' ? 'string' : 'uuid',
      required: true,
      values: [],
      description: null,
    };
  });
  return {
    ...inShort(operation),
    parameters: [...inPath, ...(query ? fieldsOf(schemaOf(query, 'input')) : [])],
    body: bodyOf(operation),
    answer: {
      media: typeof media === 'object' ? Object.values(media) : [media ?? 'application/json'],
      fields: media === undefined ? fieldsOf(schemaOf(answer, 'output')) : [],
    },
  };
}

function bodyOf({ name, upload, documentedBody, body }: Listed): ReferenceOperation['body'] {
  if (upload) return { media: [...upload.media], fields: [], example: null };
  const taken = documentedBody ?? body;
  if (taken === undefined) return null;
  return {
    media: ['application/json'],
    fields: fieldsOf(schemaOf(taken, 'input')),
    example: exampleOf(name),
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  return jsonSchema(schema, io) as Schema;
}

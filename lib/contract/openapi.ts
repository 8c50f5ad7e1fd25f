import { z } from 'zod';
import { exampleOf } from './examples.ts';
import { type Operation, pathParameters } from './operation.ts';
import { listOperations } from './operations.ts';
import { problem } from './primitives.ts';
import type { Schema } from './schema-fields.ts';

/** What a call or a response carries, by its media type */
export interface Body {
  content?: Content;
}
type Content = Record<string, { schema: Schema; example?: unknown }>;

interface DocumentedParameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: Schema;
}

interface DocumentedOperation {
  summary: string;
  'x-scope': string;
  parameters?: DocumentedParameter[];
  requestBody?: Body & { required: true };
  responses: Record<string, Body & { description: string }>;
}

interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, DocumentedOperation>>;
}

let document: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document, made from the schemas that the routes parse with. */
export function openApiDocument(): OpenApiDocument {
  document ??= makeDocument();
  return document;
}

function makeDocument() {
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of listOperations()) {
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = documented(operation);
    paths[operation.path] = path;
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tenko', version: '1', description: 'Check-ins, devices and their reports to Azure.' },
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'tenko_session',
          description: 'On https: __Host-tenko_session',
        },
      },
      schemas: { Problem: jsonSchema(problem, 'output') },
    },
  };
}

/** Every operation refuses what it does not know, and a body that is too large. */
const usualProblems = { GET: [400, 401, 403, 500], other: [400, 401, 403, 413, 500] } as const;
const refused = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
const refusedForNow = {
  ...refused,
  headers: { 'retry-after': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } } },
};

function documented(operation: ReturnType<typeof listOperations>[number]): DocumentedOperation {
  const {
    method,
    path,
    summary,
    scope,
    query,
    upload,
    status = 200,
    answer,
    media,
    problems = [],
  } = operation;
  const body = operation.documentedBody ?? operation.body;
  const parameters = [...parametersIn(path), ...(query ? queryParameters(query) : [])];
  const usual = method === 'GET' ? usualProblems.GET : usualProblems.other;
  return {
    summary,
    'x-scope': scope,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: content(body, 'input', { example: exampleOf(operation.name) }),
      },
    }),
    ...(upload && { requestBody: { required: true, content: fileContent(upload) } }),
    responses: {
      [status]: { description: 'Done', content: content(answer, 'output', { ...(media && { media }) }) },
      ...Object.fromEntries([...usual, ...problems].map((code) => [code, refused])),
      429: { ...refusedForNow, description: 'Too many calls in one minute' },
      503: {
        ...refusedForNow,
        description: 'The database or Microsoft is unavailable. Try again later',
      },
    },
  };
}

function parametersIn(path: string): DocumentedParameter[] {
  return Object.entries(pathParameters)
    .filter(([name]) => path.includes(`{${name}}`))
    .map(([name, schema]) => ({ name, in: 'path', required: true, schema: jsonSchema(schema, 'input') }));
}

function queryParameters(query: z.ZodObject): DocumentedParameter[] {
  const { properties = {}, required = [] } = jsonSchema(query, 'input');
  return Object.entries(properties).map(([name, schema]) => {
    return { name, in: 'query', required: required.includes(name), schema };
  });
}

function content(
  schema: z.ZodType,
  io: 'input' | 'output',
  { media = 'application/json', example }: Pick<Operation, 'media'> & { example?: unknown } = {},
): Content {
  const types = typeof media === 'string' ? [media] : Object.values(media);
  const shown = { schema: jsonSchema(schema, io), ...(example !== undefined && { example }) };
  return Object.fromEntries(types.map((type) => [type, shown]));
}

function fileContent({ media, maxBytes }: NonNullable<Operation['upload']>): Content {
  const schema = { type: 'string', description: `A file of at most ${maxBytes} bytes` };
  return Object.fromEntries(media.map((type) => [type, { schema }]));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  });
  // Inline definitions carry ids that would clash inside one document.
  return JSON.parse(
    JSON.stringify(rest, (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value)),
  );
}

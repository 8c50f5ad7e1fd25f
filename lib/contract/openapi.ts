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
  /** Such as `getDevicesById`: what generated clients call it */
  operationId: string;
  summary: string;
  /** Left out: anybody may call it */
  'x-scope'?: string;
  /** Empty: neither key nor session */
  security?: [];
  parameters?: DocumentedParameter[];
  requestBody?: Body & { required: true };
  responses: Record<string, Body & { description: string }>;
}

interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { securitySchemes: object; schemas: Record<string, Schema> };
}

/** Where a schema refers to others by itself, and where within the document */
const inSchema = '#/$defs/';
export const inComponents = '#/components/schemas/';

let document: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document, made from the schemas that the routes parse with. */
export function openApiDocument(): OpenApiDocument {
  document ??= makeDocument();
  return document;
}

function makeDocument(): OpenApiDocument & Record<string, unknown> {
  const schemas = new NamedSchemas();
  const paths: OpenApiDocument['paths'] = {};
  schemas.of(problem, 'output');
  for (const operation of listOperations()) {
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = documented(operation, schemas);
    paths[operation.path] = path;
  }
  Object.assign(paths, besidesOperations(schemas));
  return {
    openapi: '3.1.0',
    info: { title: 'Tenko', version: '1', description: 'Check-ins, devices and their reports to Azure.' },
    servers: [{ url: '/' }],
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
      schemas: schemas.all(),
    },
  };
}

const health = z
  .object({ status: z.enum(['ok', 'unavailable']), problems: z.array(z.string()) })
  .meta({ id: 'Health' });

/** What is no operation of ours: for load balancers, which have no key, and this document itself. */
function besidesOperations(schemas: NamedSchemas): OpenApiDocument['paths'] {
  const told = content(schemas.of(health, 'output'));
  const responses = {
    200: { description: 'It works', content: told },
    503: { description: 'What is wrong', content: told },
  };
  const read = (summary: string, path: string) => {
    return {
      [path]: { get: { operationId: operationId('GET', path), summary, security: [] as [], responses } },
    };
  };
  const itself = { schema: { type: 'object' } };
  return {
    ...read('Say whether this process runs', '/api/health/live'),
    ...read('Say whether this process can serve', '/api/health/ready'),
    '/api/openapi.json': {
      get: {
        operationId: 'getOpenApi',
        summary: 'Get this document',
        'x-scope': 'devices:read',
        responses: {
          200: { description: 'Done', content: { 'application/json': itself } },
          ...refusals('GET'),
        },
      },
    },
  };
}

/** Every operation refuses what it does not know, and a body that is too large. */
const usualProblems = { GET: [400, 401, 403, 500], other: [400, 401, 403, 413, 500] } as const;
const refused = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: { $ref: `${inComponents}Problem` } } },
};
const refusedForNow = {
  ...refused,
  headers: { 'retry-after': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } } },
};

/** `GET /api/v1/devices/{id}/user-text` is `getDevicesByIdUserText`. */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api\/(?:v1\/)?/, '')
    .replaceAll('{', 'by-')
    .match(/[a-z]+/gi);
  const capitalized = (words ?? []).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return [method.toLowerCase(), ...capitalized].join('');
}

function refusals(
  method: string,
  others: readonly number[] = [],
): Record<string, Body & { description: string }> {
  const usual = method === 'GET' ? usualProblems.GET : usualProblems.other;
  return {
    ...Object.fromEntries([...usual, ...others].map((code) => [code, refused])),
    429: { ...refusedForNow, description: 'Too many calls in one minute' },
    503: { ...refusedForNow, description: 'The database or Microsoft is unavailable. Try again later' },
  };
}

function documented(
  operation: ReturnType<typeof listOperations>[number],
  schemas: NamedSchemas,
): DocumentedOperation {
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
  const parameters = [...parametersIn(path, schemas), ...(query ? queryParameters(query, schemas) : [])];
  return {
    operationId: operationId(method, path),
    summary,
    'x-scope': scope,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: content(schemas.of(body, 'input'), { example: exampleOf(operation.name) }),
      },
    }),
    ...(upload && { requestBody: { required: true, content: fileContent(upload) } }),
    responses: {
      [status]: {
        description: 'Done',
        content: content(schemas.of(answer, 'output'), { ...(media && { media }) }),
      },
      ...refusals(method, problems),
    },
  };
}

function parametersIn(path: string, schemas: NamedSchemas): DocumentedParameter[] {
  return Object.entries(pathParameters)
    .filter(([name]) => path.includes(`{${name}}`))
    .map(([name, schema]) => ({ name, in: 'path', required: true, schema: schemas.of(schema, 'input') }));
}

function queryParameters(query: z.ZodObject, schemas: NamedSchemas): DocumentedParameter[] {
  const { properties = {}, required = [] } = schemas.of(query, 'input');
  return Object.entries(properties).map(([name, schema]) => {
    return { name, in: 'query', required: required.includes(name), schema };
  });
}

function content(
  schema: Schema,
  { media = 'application/json', example }: Pick<Operation, 'media'> & { example?: unknown } = {},
): Content {
  const types = typeof media === 'string' ? [media] : Object.values(media);
  const shown = { schema, ...(example !== undefined && { example }) };
  return Object.fromEntries(types.map((type) => [type, shown]));
}

function fileContent({ media, maxBytes }: NonNullable<Operation['upload']>): Content {
  const schema = { type: 'string', description: `A file of at most ${maxBytes} bytes` };
  return Object.fromEntries(media.map((type) => [type, { schema }]));
}

/** Schemas with an id stand once, in the components of the document, and are referred to. */
class NamedSchemas {
  readonly #named = new Map<string, string>();

  of(schema: z.ZodType, io: 'input' | 'output'): Schema {
    const {
      $schema: _dialect,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
    for (const [name, one] of Object.entries($defs)) {
      const text = inDocument(one);
      const known = this.#named.get(name);
      if (known !== undefined && known !== text) throw new Error(`two schemas are called ${name}`);
      this.#named.set(name, text);
    }
    return JSON.parse(inDocument(rest));
  }

  all(): Record<string, Schema> {
    return Object.fromEntries([...this.#named].map(([name, text]) => [name, JSON.parse(text)]));
  }
}

/** As JSON; ids are no part of a schema's content. */
function inDocument(schema: object): string {
  return JSON.stringify(schema, (key, value) => {
    if (typeof value !== 'string') return value;
    if (key === 'id') return undefined;
    return key === '$ref' && value.startsWith(inSchema) ? inComponents + value.slice(inSchema.length) : value;
  });
}

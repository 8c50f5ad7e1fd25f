import { z } from 'zod';
import { apiKeyOperations } from './operations/api-keys.ts';
import { auditOperations } from './operations/audit-events.ts';
import { bulkActionOperations } from './operations/bulk-actions.ts';
import { checkInOperations } from './operations/check-ins.ts';
import { connectionOperations } from './operations/connection.ts';
import { deviceDetailOperations } from './operations/device-details.ts';
import { deviceOperations } from './operations/devices.ts';
import { feedOperations } from './operations/feeds.ts';
import { liveOperations } from './operations/live.ts';
import type { Operation } from './operations/operation.ts';

import { overviewOperations } from './operations/overview.ts';

import { preferenceOperations } from './operations/preferences.ts';

import { reportOperations } from './operations/reports.ts';
import { sessionOperations } from './operations/sessions.ts';
import { viewOperations } from './operations/views.ts';
import { problem } from './primitives.ts';

/** Every operation of the API; a test holds it against the routes. */
export const operations: Operation[] = [
  ...checkInOperations,
  ...feedOperations,
  ...deviceOperations,
  ...deviceDetailOperations,
  ...reportOperations,
  ...bulkActionOperations,
  ...connectionOperations,
  ...overviewOperations,
  ...viewOperations,
  ...liveOperations,
  ...preferenceOperations,
  ...sessionOperations,
  ...apiKeyOperations,
  ...auditOperations,
];

let document: object | undefined;

/** The OpenAPI 3.1 document, made from the schemas that the routes parse with. */
export function openApiDocument(): object {
  document ??= makeDocument();
  return document;
}

function makeDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method] = documented(operation);
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
          ...{ type: 'apiKey', in: 'cookie', name: 'tenko_session' },
          description: 'On https: __Host-tenko_session',
        },
      },
      schemas: { Problem: jsonSchema(problem, 'output') },
    },
  };
}

/** Beside what an operation says of itself: what it does not know is refused, and so is a body that is too large. */
const usualProblems = { get: [400, 401, 403, 500], other: [400, 401, 403, 413, 500] } as const;

function documented({
  method,
  path,
  summary,
  scope,
  query,
  body,
  status,
  answer,
  media,
  problems,
}: Operation): object {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
  const name = { name: 'name', in: 'path', required: true, schema: { type: 'string', maxLength: 100 } };
  const inPath = path.includes('{id}') ? [id] : path.includes('{name}') ? [name] : [];
  const parameters = [...inPath, ...(query ? queryParameters(query) : [])];
  const refusal = {
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const usual = method === 'get' ? usualProblems.get : usualProblems.other;
  const codes = [...new Set([...usual, ...problems])].toSorted();
  const refusals = codes.map((code) => [code, { description: 'Refused', ...refusal }]);
  const retryAfter = { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } };
  const tooMany = {
    description: 'Too many calls in a minute',
    headers: { 'retry-after': retryAfter },
    ...refusal,
  };
  const unavailable = {
    description: 'The database, or Microsoft, cannot do this now: the same again later',
    headers: { 'retry-after': retryAfter },
    ...refusal,
  };
  return {
    summary,
    'x-scope': scope,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: content(body, 'input') } } : {}),
    responses: {
      [status]: { description: 'Done', content: content(answer, 'output', media) },
      ...Object.fromEntries(refusals),
      429: tooMany,
      503: unavailable,
    },
  };
}

function queryParameters(query: z.ZodObject): object[] {
  const { properties = {}, required = [] } = jsonSchema(query, 'input') as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => {
    return { name, in: 'query', required: required.includes(name), schema };
  });
}

function content(
  schema: z.ZodType,
  io: 'input' | 'output',
  media: string | readonly string[] = 'application/json',
): object {
  return Object.fromEntries([media].flat().map((type) => [type, { schema: jsonSchema(schema, io) }]));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
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

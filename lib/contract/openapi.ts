import { z } from 'zod';
import { checkIn, checkInAnswer } from './check-in.ts';
import { connectionState, preflightAnswer, provisionAnswer } from './connection.ts';
import { deviceDetail, devicePage, deviceQuery } from './device.ts';
import { problem } from './primitives.ts';
import {
  checkInPage,
  historyQuery,
  reportAccepted,
  reportDetail,
  reportLogPage,
  reportLogQuery,
  reportPage,
} from './report.ts';

interface Operation {
  method: 'get' | 'post';
  path: string;
  summary: string;
  scope: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  status: number;
  answer: z.ZodType;
  problems: number[];
}

const retireAnswer = z.object({ reportId: z.string().nullable() });
const batch = z.strictObject({ checkIns: z.array(checkIn).min(1).max(1000) });
const device = '/api/v1/devices/{id}';

/** Every operation of the API; a test holds it against the routes. */
export const operations: Operation[] = [
  {
    method: 'post',
    path: '/api/v1/check-ins',
    summary: 'Take 1 to 1000 check-ins; each is judged alone',
    scope: 'check-ins:write',
    body: batch,
    status: 200,
    answer: checkInAnswer,
    problems: [400, 413],
  },
  {
    method: 'get',
    path: '/api/v1/devices',
    summary: 'Filter, search and sort devices; one page by keyset',
    scope: 'devices:read',
    query: deviceQuery,
    status: 200,
    answer: devicePage,
    problems: [400],
  },
  {
    method: 'get',
    path: device,
    summary: 'One device',
    scope: 'devices:read',
    status: 200,
    answer: deviceDetail,
    problems: [404],
  },
  {
    method: 'get',
    path: `${device}/reports`,
    summary: 'Reports of a device, newest first',
    scope: 'devices:read',
    query: historyQuery,
    status: 200,
    answer: reportPage,
    problems: [400, 404],
  },
  {
    method: 'post',
    path: `${device}/reports`,
    summary: 'Report now',
    scope: 'reports:write',
    status: 202,
    answer: reportAccepted,
    problems: [404, 409],
  },
  {
    method: 'get',
    path: `${device}/check-ins`,
    summary: 'Check-ins of a device with what changed, newest first',
    scope: 'devices:read',
    query: historyQuery,
    status: 200,
    answer: checkInPage,
    problems: [400, 404],
  },
  {
    method: 'post',
    path: `${device}/retire`,
    summary: 'Retire a device',
    scope: 'admin',
    status: 202,
    answer: retireAnswer,
    problems: [404, 409],
  },
  {
    method: 'get',
    path: '/api/v1/reports',
    summary: 'Reports of all devices; one page by keyset',
    scope: 'devices:read',
    query: reportLogQuery,
    status: 200,
    answer: reportLogPage,
    problems: [400],
  },
  {
    method: 'get',
    path: '/api/v1/reports/{id}',
    summary: 'One report with its message, the calls to Microsoft about it, and what was sent',
    scope: 'devices:read',
    status: 200,
    answer: reportDetail,
    problems: [404],
  },
  {
    method: 'get',
    path: '/api/v1/connection',
    summary: 'The link to Azure',
    scope: 'devices:read',
    status: 200,
    answer: connectionState,
    problems: [],
  },
  onConnection('pause', 'Stop reporting'),
  onConnection('resume', 'Go on with reporting'),
  onConnection('resync', 'Report every managed device again'),
  {
    ...onConnection('preflight', 'Check the whole link by using it; what fails stands in the answer'),
    answer: preflightAnswer,
    problems: [503],
  },
  {
    ...onConnection('provision', 'Switch partner management on for the tenant'),
    answer: provisionAnswer,
    problems: [502, 503],
  },
  {
    ...onConnection('deprovision', 'Pause reporting, and switch partner management off for the tenant'),
    problems: [502, 503],
  },
];

function onConnection(verb: string, summary: string): Operation {
  const path = `/api/v1/connection/${verb}`;
  return {
    method: 'post',
    path,
    summary,
    scope: 'admin',
    status: 200,
    answer: connectionState,
    problems: [],
  };
}

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
        session: { type: 'apiKey', in: 'cookie', name: 'tenko_session' },
      },
      schemas: { Problem: jsonSchema(problem, 'output') },
    },
  };
}

function documented({ path, summary, scope, query, body, status, answer, problems }: Operation): object {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
  const parameters = [...(path.includes('{id}') ? [id] : []), ...(query ? queryParameters(query) : [])];
  const refusal = {
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const refusals = [401, 403, ...problems, 500].map((code) => [code, { description: 'Refused', ...refusal }]);
  return {
    summary,
    'x-scope': scope,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: json(body, 'input') } } : {}),
    responses: {
      [status]: { description: 'Done', content: json(answer, 'output') },
      ...Object.fromEntries(refusals),
    },
  };
}

function queryParameters(query: z.ZodObject): object[] {
  const { properties = {} } = jsonSchema(query, 'input') as { properties?: Record<string, object> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function json(schema: z.ZodType, io: 'input' | 'output'): object {
  return { 'application/json': { schema: jsonSchema(schema, io) } };
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

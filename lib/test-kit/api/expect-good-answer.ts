import { expect } from 'vitest';
import { z } from 'zod';
import { inComponents, openApiDocument } from '#lib/contract/openapi';
import { problem } from '#lib/contract/primitives';
import type { DocumentedOperation } from './fuzz-requests.ts';
import type { JsonSchema } from './json-schema-values.ts';

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
}

/** What would tell how we are built. */
const innards = [
  /\bat (?:async )?[\w.<>]+ \(|\.(?:ts|tsx|mjs|js):\d+/,
  /node_modules|\/lib\/(?:db|http)\/|file:\/\/\//,
  /prisma|\bpg_\w+|relation "|syntax error|invalid input syntax|violates .* constraint|\bSQLSTATE\b/i,
  /\bselect\b[^"]*\bfrom\b|\binsert into\b|ECONNREFUSED|postgres(?:ql)?:\/\//i,
];
/** A refusal that is larger than what was sent helps nobody but attackers. */
const longestRefusal = 100_000;

/** What holds for every answer of the API, whatever was sent. */
export function expectGoodAnswer(
  operation: DocumentedOperation,
  answer: Answered,
  secrets: readonly string[],
): void {
  const { status, headers, text } = answer;
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('cache-control')).toContain('no-store');
  expect(Object.keys(operation.responses)).toContain(String(status));
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(innards.filter((pattern) => pattern.test(text))).toEqual([]);
  if (status < 400) expectDocumented(operation, answer);
  else expectProblem(answer);
}

function expectProblem({ status, headers, text, json }: Answered): void {
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(text.length).toBeLessThan(longestRefusal);
  const told = problem.strict().parse(json);
  expect(told).toMatchObject({ status, requestId: headers.get('x-request-id') });
  for (const words of [told.title, told.detail, told.code]) expect(words).not.toBe('');
  if (told.code !== 'invalid_input') return;
  expect(told.errors?.length).toBeGreaterThan(0);
  for (const { code, message } of told.errors ?? []) expect([code, message]).not.toContain('');
}

const read = new WeakMap<JsonSchema, z.ZodType>();

function expectDocumented(
  { responses }: DocumentedOperation,
  { status, headers, text, json }: Answered,
): void {
  const [media = ''] = (headers.get('content-type') ?? '').split(';');
  const schema = responses[status]?.content[media]?.schema;
  if (schema === undefined) throw new Error(`${status} ${media} is not documented`);
  if (media === 'application/x-ndjson') {
    for (const line of text.split('\n').slice(0, -1)) JSON.parse(line);
  }
  if (media !== 'application/json') return;
  const known = read.get(schema) ?? z.fromJSONSchema(standingAlone(schema));
  read.set(schema, known);
  const { error } = known.safeParse(json);
  expect(error?.issues ?? []).toEqual([]);
}

/** With all that it may refer to: of references, zod knows those within one schema. */
function standingAlone(schema: object): Parameters<typeof z.fromJSONSchema>[0] {
  const text = JSON.stringify({ ...schema, $defs: openApiDocument().components.schemas });
  return JSON.parse(text.replaceAll(inComponents, '#/$defs/'));
}

import { v7 as uuidv7 } from 'uuid';
import { readConnection } from '../db/connection.ts';
import { webRuntime } from './web-runtime.ts';

/** 200, or 503 with what is wrong. */
export function healthResponse(problems: readonly string[]): Response {
  const status = problems.length === 0 ? 200 : 503;
  const body = { status: problems.length === 0 ? 'ok' : 'unavailable', problems };
  return Response.json(body, { status, headers: { 'x-request-id': uuidv7(), 'cache-control': 'no-store' } });
}

/** What keeps this process from serving: never details of where the database is. */
export async function problemsOfReadiness(): Promise<string[]> {
  try {
    await readConnection(webRuntime().db.pool);
    return [];
  } catch (error) {
    webRuntime().log.error({ err: error }, 'the database cannot be reached');
    return ['database'];
  }
}

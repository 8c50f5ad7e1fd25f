import type { z } from 'zod';
import type { Scope } from '#lib/domain/people/scope';
import { text, uuid } from './primitives.ts';

/** What an operation takes and returns. Its key says its method and path: `GET /api/v1/devices/{id}`. */
export interface Operation {
  summary: string;
  /** Who may call it: no operation is open by default */
  scope: Scope;
  query?: z.ZodObject;
  /** Left out: it takes none, or an empty object */
  body?: z.ZodType;
  /** The body as the document shows it, where the verb itself checks the items one by one */
  documentedBody?: z.ZodType;
  /** The body is a file of one of these media types, which is read as it comes in; then there is no `body` */
  upload?: { media: readonly string[]; maxBytes: number };
  /** 200 where left out */
  status?: 200 | 201 | 202;
  answer: z.ZodType;
  /** Of an answer that is not JSON: one media type, or one for each `format` of the query */
  media?: string | Readonly<Record<string, string>>;
  /** Refusals, besides those that every operation knows */
  problems?: readonly number[];
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Operations = Readonly<Record<`${Method} ${'/api/v1/' | '/metrics'}${string}`, Operation>>;

/** What may stand between braces in a path. */
export const pathParameters = { id: uuid, runId: uuid, noteId: uuid, name: text(100) };

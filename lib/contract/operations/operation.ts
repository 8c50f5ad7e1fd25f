import type { z } from 'zod';

/** One operation of the API, as the OpenAPI document tells it. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  summary: string;
  scope: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  status: number;
  answer: z.ZodType;
  /** Of the answer, where it is not JSON */
  media?: string | readonly string[];
  problems: number[];
}

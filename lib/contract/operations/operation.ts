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
  /** The answer is a file, in one of these content types */
  file?: readonly string[];
  problems: number[];
}

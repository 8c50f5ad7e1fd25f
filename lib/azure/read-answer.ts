import { unreadableAnswer } from './answer-error.ts';
import type { HttpAnswer } from './http-client.ts';

/** The object in the body. Throws AzureError if it is none. */
export function readObject(answer: HttpAnswer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(answer.text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // falls through to the refusal
  }
  throw unreadableAnswer(answer);
}

/** The objects of an OData list. Throws AzureError if the body holds none. */
export function readList(answer: HttpAnswer): Record<string, unknown>[] {
  const { value } = readObject(answer);
  if (!Array.isArray(value)) throw unreadableAnswer(answer);
  return value.filter((item) => typeof item === 'object' && item !== null);
}

export function textOrNull(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

/** Null for what is no time, and for .NET's “never”, the year 1. */
export function timeOf(value: unknown): Date | null {
  const time = typeof value === 'string' ? new Date(value) : null;
  return time !== null && time.getUTCFullYear() >= 2000 ? time : null;
}

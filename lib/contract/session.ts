import { z } from 'zod';
import { signInMethods } from '#lib/domain/people/entra-sign-in';
import { roles } from '#lib/domain/people/scope';
import type { Operations } from './operation.ts';
import { uuid, wholeNumber } from './primitives.ts';

const session = z.object({
  id: z.uuid(),
  name: z.string(),
  /** For example kana@example.com; null: signed in by a one-time link */
  username: z.string().nullable(),
  /** The first of the roles */
  role: z.enum(roles),
  /** All that a person's roles in Entra allow, by the fewest roles */
  roles: z.array(z.enum(roles)),
  method: z.enum(signInMethods),
  /** As the browser sent it */
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** It is the caller's own session */
  current: z.boolean(),
  /** The caller may end it */
  endable: z.boolean(),
});
export type SessionEntry = z.infer<typeof session>;

export const sessionQuery = z.strictObject({
  /** `everyone` is for admins and auditors */
  of: z.enum(['me', 'everyone']).default('me'),
  limit: wholeNumber(1, 200).default(50),
  /** `nextCursor` of the page before */
  cursor: uuid.optional(),
});
export type SessionQuery = z.infer<typeof sessionQuery>;

export const sessionPage = z
  .object({ items: z.array(session), nextCursor: z.uuid().nullable() })
  .meta({ id: 'SessionPage' });
export type SessionPage = z.infer<typeof sessionPage>;

export const endedSession = z.object({ id: z.uuid() }).meta({ id: 'EndedSession' });

export const sessionOperations = {
  'GET /api/v1/sessions': {
    summary: 'List your own sessions, or everyone’s as an admin or auditor',
    scope: 'devices:read',
    query: sessionQuery,
    answer: sessionPage,
  },
  'DELETE /api/v1/sessions/{id}': {
    summary: 'End a session: your own, or anyone’s as an admin',
    scope: 'devices:read',
    answer: endedSession,
    problems: [404],
  },
} satisfies Operations;

import type { Queryable } from '../core/prisma.ts';

export type Choices = Record<string, string | null>;

export async function findPreferences(db: Queryable, owner: string): Promise<Choices> {
  const row = await db.preferences.findUnique({ where: { owner } });
  return (row?.choices ?? {}) as Choices;
}

/** Adds to what is kept; null takes a choice away. Returns all that is kept then. */
export async function putPreferences(
  db: Queryable,
  owner: string,
  choices: Choices,
  now: Date,
): Promise<Choices> {
  const rows = await db.$queryRaw<{ choices: Choices }[]>`
    INSERT INTO preferences AS p (owner, choices, updated_at)
    VALUES (${owner}, jsonb_strip_nulls(${JSON.stringify(choices)}::jsonb), ${now})
    ON CONFLICT (owner) DO UPDATE SET updated_at = excluded.updated_at,
      choices = jsonb_strip_nulls(p.choices || ${JSON.stringify(choices)}::jsonb)
    RETURNING choices`;
  return rows[0]?.choices ?? {};
}

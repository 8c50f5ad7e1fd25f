import type { Queryable } from '../core/prisma.ts';

/** The advisory lock of the key: shared by transactions that seal a secret, so that a rotation misses none. */
const keyLock = 6_201_702;

/** Taken before the key is read. */
export async function shareSecretKey(db: Queryable): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock_shared(${keyLock})::text`;
}

/** Waits for those that seal with the former key. */
export async function lockSecretKey(db: Queryable): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(${keyLock})::text`;
}

export interface SealedSecret {
  sourceId: string;
  name: string;
  sealed: string;
}

/** Of one source, or of all. */
export async function selectSecrets(db: Queryable, sourceId?: string): Promise<SealedSecret[]> {
  const where = sourceId === undefined ? {} : { sourceId };
  return db.sourceSecret.findMany({ where, orderBy: [{ sourceId: 'asc' }, { name: 'asc' }] });
}

export async function putSecrets(db: Queryable, secrets: readonly SealedSecret[]): Promise<void> {
  for (const { sourceId, name, sealed } of secrets) {
    await db.sourceSecret.upsert({
      where: { sourceId_name: { sourceId, name } },
      create: { sourceId, name, sealed },
      update: { sealed },
    });
  }
}

/** All but these names. */
export async function dropOtherSecrets(
  db: Queryable,
  sourceId: string,
  kept: readonly string[],
): Promise<void> {
  await db.sourceSecret.deleteMany({ where: { sourceId, name: { notIn: [...kept] } } });
}

/** What a sealed secret belongs to: it opens there only. */
export function placeOfSecret({ sourceId, name }: { sourceId: string; name: string }): string {
  return `source/${sourceId}/${name}`;
}

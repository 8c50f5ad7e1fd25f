import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

export interface SavedViewRow {
  id: string;
  name: string;
  nameKey: string;
  ownerKey: string;
  /** The owner's name */
  owner: string;
  shared: boolean;
  query: unknown;
  createdAt: Date;
  updatedAt: Date;
}

/** More shared views than this are not listed. */
const most = 500;
const noUniqueName = 'P2002';

/** An owner's views (by `Owner`) and the shared ones, by name. */
export function selectViews(db: Queryable, ownerKey: string): Promise<SavedViewRow[]> {
  return db.savedView.findMany({
    where: { OR: [{ ownerKey }, { shared: true }] },
    orderBy: [{ nameKey: 'asc' }, { id: 'asc' }],
    take: most,
  });
}

export function countViewsOf(db: Queryable, ownerKey: string): Promise<number> {
  return db.savedView.count({ where: { ownerKey } });
}

/** Locks a view; null: there is none. */
export async function lockView(db: Queryable, id: string): Promise<SavedViewRow | null> {
  const locked = await db.$queryRaw<unknown[]>`SELECT 1 FROM saved_views WHERE id = ${id}::uuid FOR UPDATE`;
  return locked.length === 0 ? null : db.savedView.findUnique({ where: { id } });
}

/** Writes a view, new or changed. False: its owner has another one of this name. */
export async function writeView(db: Queryable, view: SavedViewRow): Promise<boolean> {
  const { id, createdAt, ...rest } = view;
  const data = { ...rest, query: rest.query as Prisma.InputJsonObject };
  try {
    await db.savedView.upsert({ where: { id }, create: { id, createdAt, ...data }, update: data });
    publishChange(db, { topics: ['views'] });
    return true;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === noUniqueName) return false;
    throw error;
  }
}

export async function deleteViewRow(db: Queryable, id: string): Promise<void> {
  await db.savedView.deleteMany({ where: { id } });
  publishChange(db, { topics: ['views'] });
}

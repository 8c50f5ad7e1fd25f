import { v7 as uuidv7 } from 'uuid';
import { insertRejections } from '#lib/db/check-ins/check-in-rejections';
import type { Database } from '#lib/db/core/database';
import type { CheckInResult } from '../contract/check-in.ts';
import { excerptOf } from './excerpt-of.ts';

/** Keeps what was rejected of a batch, for whoever looks for it. */
export async function noteRejections(
  db: Database,
  feed: string,
  checkIns: readonly unknown[],
  results: readonly CheckInResult[],
  now: Date,
): Promise<void> {
  const rows = results.flatMap(({ externalId, error }, index) => {
    if (error === undefined) return [];
    const errors = error.errors.map(({ path, ...rest }) => ({ ...rest, path: storable(path) }));
    const id = uuidv7();
    const row = { id, externalId: externalId && storable(externalId.trim()), at: now, errors };
    return [{ ...row, excerpt: excerptOf(checkIns[index]) }];
  });
  await insertRejections(db.pool, feed, rows);
}

/** PostgreSQL takes neither NUL nor half a character. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

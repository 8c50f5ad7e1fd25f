import { notFound } from 'next/navigation';
import { isId } from '#lib/client/lists/report-search';
import { TenkoError } from '#lib/errors';
import { pageFailure } from '#lib/http/pages/page-context';

/** Reads what a page shows by its id; shows the page's `not-found.tsx` if there is no such id. */
export async function readOrNotFound<T>(id: string, read: () => Promise<T>): Promise<T> {
  if (!isId(id)) notFound();
  return read().catch((error: unknown) => {
    if (error instanceof TenkoError && error.code === 'not_found') notFound();
    throw pageFailure(error);
  });
}

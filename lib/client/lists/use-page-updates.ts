import { useCallback, useState } from 'react';
import { adoptPage, type ListPage, type PageUpdates, receivePage } from './page-updates.ts';

interface Answer<P> {
  /** Which page it is: the query as text */
  key: string;
  /** Undefined: not here yet. The page before it is shown until then */
  page: P | undefined;
}

/** The rows as they stand still under the pointer, and what newer answers offer. */
export function usePageUpdates<T extends { id: string }, P extends ListPage<T>>({ key, page }: Answer<P>) {
  const [shown, setShown] = useState<{ key: string; steady: PageUpdates<T, P> } | null>(
    page ? { key, steady: adoptPage(page) } : null,
  );
  let current = shown;
  if (page && (current === null || current.key !== key)) current = { key, steady: adoptPage(page) };
  else if (page && current && current.steady.latest !== page) {
    current = { key, steady: receivePage(current.steady, page) };
  }
  if (current !== shown) setShown(current);
  const show = useCallback(
    () => setShown((old) => old && { ...old, steady: adoptPage(old.steady.latest) }),
    [],
  );
  return { key: current?.key, steady: current?.steady, show };
}

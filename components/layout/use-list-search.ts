'use client';

import { omit } from 'es-toolkit';
import { type UseQueryStatesKeysMap, useQueryStates, type Values } from 'nuqs';
import { useCallback } from 'react';
import { isAnythingGiven } from '#lib/client/lists/search-state';

type Change<Search> = { [Name in keyof Search]?: Search[Name] | null };

/**
 * A list's filters, sort and page, kept in the address. Every change starts at the first page, and Back undoes it.
 * `clear` removes all but the sort; `narrowed` is true while a filter or a later page is chosen.
 */
export function useListSearch<Parsers extends UseQueryStatesKeysMap>(parsers: Parsers) {
  const [search, setSearch] = useQueryStates(parsers, { history: 'push', shallow: true });
  const change = useCallback(
    (next: Change<Values<Parsers>>) =>
      setSearch({ cursor: null, ...next } as unknown as Parameters<typeof setSearch>[0]),
    [setSearch],
  );
  const clear = useCallback(() => {
    const filters = Object.keys(parsers).filter((name) => name !== 'sort');
    return change(Object.fromEntries(filters.map((name) => [name, null])) as Change<Values<Parsers>>);
  }, [parsers, change]);
  const narrowed = isAnythingGiven(omit(search as Record<string, unknown>, ['sort']));
  return { search, change, clear, narrowed };
}

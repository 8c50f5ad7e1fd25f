'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import {
  renderQueryString,
  unstable_createAdapterProvider,
  type unstable_UpdateUrlFunction,
} from 'nuqs/adapters/custom';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from 'react';

interface Address {
  searchParams: URLSearchParams;
  updateUrl: unstable_UpdateUrlFunction;
}

const AddressContext = createContext<Address | null>(null);
const StateProvider = unstable_createAdapterProvider(() => {
  const address = useContext(AddressContext);
  if (address === null) throw new Error('there is no AddressProvider');
  return address;
});

/**
 * For the state of lists, which is in the address. Next knows a new address only when all that it is loading is there. If
 * somebody goes back before, it never does, and a page that follows Next would keep showing what was left.
 */
export function AddressProvider({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const ofNext = useSearchParams();
  const [known, setKnown] = useState(ofNext);
  /** Newer than what Next knows; null: there is nothing newer */
  const [newer, setNewer] = useState<URLSearchParams | null>(null);
  if (known !== ofNext) {
    setKnown(ofNext);
    setNewer(null);
  }
  const follow = useEffectEvent(() => {
    if (window.location.pathname === pathname) setNewer(new URLSearchParams(window.location.search));
  });
  useEffect(() => {
    const listening = new AbortController();
    window.addEventListener('popstate', () => follow(), { signal: listening.signal });
    return () => listening.abort();
  }, []);
  const searchParams = known === ofNext && newer !== null ? newer : ofNext;
  const address = useMemo(
    () => ({
      searchParams,
      updateUrl: (search: URLSearchParams, { history }: { history: 'push' | 'replace' }) => {
        setNewer(search);
        const path = `${window.location.pathname}${renderQueryString(search)}${window.location.hash}`;
        startTransition(() =>
          history === 'push'
            ? window.history.pushState(null, '', path)
            : window.history.replaceState(null, '', path),
        );
      },
    }),
    [searchParams],
  );
  return (
    <NuqsAdapter>
      <AddressContext value={address}>
        <StateProvider>{children}</StateProvider>
      </AddressContext>
    </NuqsAdapter>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext } from 'react';
import type { SignInMethod } from '#lib/domain/people/entra-sign-in';
import { atLeast, type Role } from '#lib/domain/people/scope';

export interface SignedIn {
  name: string;
  role: Role;
  method: SignInMethod;
}

const Signed = createContext<SignedIn>({ name: '', role: 'viewer', method: 'link' });

export function SessionProvider({ session, children }: { session: SignedIn; children: ReactNode }) {
  return <Signed value={session}>{children}</Signed>;
}

/** Who is signed in. */
export function useSession(): SignedIn {
  return useContext(Signed);
}

/** The admin's role, for what to show. The server checks it again. */
export function useRole(): Role {
  return useSession().role;
}

/** Returns why the admin's role is not enough, for a disabled button; null if it is. */
export function useDenied(needed: Role): string | null {
  const t = useTranslations('role');
  const role = useRole();
  return atLeast(role, needed) ? null : t('denied', { needed: t(`name.${needed}`), role: t(`name.${role}`) });
}

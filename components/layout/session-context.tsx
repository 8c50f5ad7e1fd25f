'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext } from 'react';
import type { SignInMethod } from '#lib/domain/people/entra-sign-in';
import { includeRole, type Role } from '#lib/domain/people/scope';

export interface SignedIn {
  name: string;
  roles: readonly Role[];
  method: SignInMethod;
}

const Signed = createContext<SignedIn>({ name: '', roles: ['viewer'], method: 'link' });

export function SessionProvider({ session, children }: { session: SignedIn; children: ReactNode }) {
  return <Signed value={session}>{children}</Signed>;
}

/** Who is signed in. */
export function useSession(): SignedIn {
  return useContext(Signed);
}

/** The admin's roles, for what to show. The server checks them again. */
export function useRoles(): readonly Role[] {
  return useSession().roles;
}

/** Names the roles of one person in a text. */
export function useRoleNames(): (roles: readonly Role[]) => string {
  const t = useTranslations('role.name');
  const format = useFormatter();
  return (roles) =>
    format.list(
      roles.map((role) => t(role)),
      { type: 'conjunction' },
    );
}

/** Returns why the admin's roles are not enough, for a disabled button; null if they are. */
export function useDenied(needed: Role): string | null {
  const t = useTranslations('role');
  const roles = useRoles();
  const names = useRoleNames();
  return includeRole(roles, needed) ? null : t('denied', { needed: names([needed]), role: names(roles) });
}

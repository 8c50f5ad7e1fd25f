'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { SignInMethod } from '#lib/domain/people/entra-sign-in';
import type { Role } from '#lib/domain/people/scope';

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

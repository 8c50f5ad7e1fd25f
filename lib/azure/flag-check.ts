import { readsFlags } from '#lib/domain/azure/app-roles';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { rolesOfToken } from './token-roles.ts';
import type { TokenSource } from './token-source.ts';

/** A new token is asked for this rarely: a tenant may have many devices without a state. */
const askedAgainAfterMs = 10_000;

/**
 * Whether the app may read `isCompliant` and `isManaged`, by the roles in its token. The token in hand decides where it
 * lacks one; where it has all, and yet an answer was blind, a new one is asked: an admin may have taken a role away. A
 * token that cannot be read, or had, shows nothing. `clock`: ms since 1970.
 */
export function createFlagCheck(tokens: TokenSource, clock: () => number): () => Promise<boolean> {
  let shownAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock() - shownAt < askedAgainAfterMs) return true;
    try {
      const mayRead = showsFlags(await tokens.get('graph')) && showsFlags(await tokens.fresh('graph'));
      if (mayRead) shownAt = clock();
      return mayRead;
    } catch (error) {
      if (error instanceof AzureError) return false;
      throw error;
    }
  };
}

function showsFlags(token: string): boolean {
  const roles = rolesOfToken(token);
  return roles !== null && readsFlags(roles);
}

import { keySet } from './id-token.ts';
import { sandboxClientId, sandboxTenantId } from './identity.ts';
import { people } from './people.ts';
import type { Answer, Call, Route, Sandbox } from './sandbox-context.ts';
import { choicePage, errorPage, signedOutPage } from './sign-in-page.ts';

const open = { audience: null, roles: [], apiVersion: null, faults: [] } as const;

/** Entra's pages for people: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
export const signInRoutes: Route[] = [
  {
    ...open,
    name: 'authorize',
    method: 'GET',
    path: /^\/([^/]+)\/oauth2\/v2\.0\/authorize$/,
    handle: (_sandbox, call) => refusalOf(call) ?? choicePage(),
  },
  {
    ...open,
    name: 'authorize',
    method: 'POST',
    path: /^\/([^/]+)\/oauth2\/v2\.0\/authorize$/,
    handle: (sandbox, call) => refusalOf(call) ?? choose(sandbox, call),
  },
  {
    ...open,
    name: 'keys',
    method: 'GET',
    path: /^\/([^/]+)\/discovery\/v2\.0\/keys$/,
    handle: ({ store }) => ({ status: 200, json: keySet(store) }),
  },
  {
    ...open,
    name: 'logout',
    method: 'GET',
    path: /^\/([^/]+)\/oauth2\/v2\.0\/logout$/,
    handle: (_sandbox, { query }) => {
      const back = query.get('post_logout_redirect_uri');
      return back !== null && isOwnAddress(back, '/sign-in')
        ? { status: 302, headers: { location: back } }
        : signedOutPage();
    },
  },
];

/** What is wrong with the request, on a page: the address to lead back to is checked first of all. */
function refusalOf({ params, query }: Call): Answer | null {
  if (params[0] !== sandboxTenantId) return errorPage(90002, 'The tenant was not found.');
  if (query.get('client_id') !== sandboxClientId) {
    return errorPage(700016, 'The application was not found in the directory.');
  }
  if (!isOwnAddress(query.get('redirect_uri') ?? '', '/api/auth/callback')) {
    return errorPage(
      50011,
      'The redirect URI does not match the redirect URIs configured for the application.',
    );
  }
  if (query.get('response_type') !== 'code') return errorPage(70011, 'response_type must be code.');
  if (!(query.get('scope') ?? '').split(' ').includes('openid')) {
    return errorPage(70011, 'The scope must contain openid.');
  }
  if (query.get('code_challenge_method') !== 'S256' || !query.get('code_challenge')) {
    return errorPage(9002325, 'Proof Key for Code Exchange is required.');
  }
  return null;
}

function isOwnAddress(text: string, path: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === path && search === '' && hash === '';
}

function choose(sandbox: Sandbox, { query, body }: Call): Answer {
  const person = people.find(({ id }) => id === new URLSearchParams(body).get('person'));
  const back = new URL(query.get('redirect_uri') ?? '');
  if (person === undefined) {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_subcode', 'cancel');
  } else {
    const grant = {
      person,
      redirectUri: query.get('redirect_uri') ?? '',
      nonce: query.get('nonce'),
      challenge: query.get('code_challenge') ?? '',
      scope: query.get('scope') ?? '',
    };
    back.searchParams.set('code', sandbox.codes.issue(grant, sandbox.clock()));
  }
  const state = query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  // 303: what follows a form is read, not sent again
  return { status: 303, headers: { location: back.href } };
}

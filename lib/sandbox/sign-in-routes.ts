import { createHash } from 'node:crypto';
import { keySet } from './id-token.ts';
import { type Person, people, sandboxClientId, sandboxTenantId } from './identity.ts';
import type { Answer, Call, Route, Sandbox } from './sandbox-context.ts';

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

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:30rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.375rem;margin:0 0 .5rem}
p{margin:0 0 1rem}
button{display:block;width:100%;margin:0 0 .5rem;padding:.75rem 1rem;font:inherit;text-align:start;
border:1px solid light-dark(#87837a,#727985);border-radius:6px;background:light-dark(#fff,#1a1c20);color:inherit;cursor:pointer}
button:hover{background:light-dark(#eceae4,#25282e)}
small{display:block;color:light-dark(#595c64,#a6aab3);overflow-wrap:anywhere}`;
const styleHash = createHash('sha256').update(style).digest('base64');

function page(title: string, content: string, status = 200): Answer {
  return {
    status,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${content}</main></body></html>`,
    headers: {
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
    },
  };
}

/** The people to choose from. The form leads back to the same address, and so keeps its query. */
function choicePage(): Answer {
  const lead =
    '<p>This is the sandbox’s stand-in for Microsoft’s sign-in page. Nobody here is real, and there is no password.</p>';
  const buttons = people.map(
    ({ id, name, username, about }: Person) =>
      `<button name="person" value="${id}">${name} (${username})<small>${about}</small></button>`,
  );
  const cancel = '<button name="person" value="">Cancel</button>';
  return page('Who signs in?', `${lead}<form method="post">${buttons.join('')}${cancel}</form>`);
}

/** What Entra shows itself, because it does not trust the address to lead back to. */
function errorPage(number: number, text: string): Answer {
  return page('The request is not valid', `<p>AADSTS${number}: ${text}</p>`, 400);
}

function signedOutPage(): Answer {
  return page('Signed out', '<p>The sandbox keeps no session. You can close this page.</p>');
}

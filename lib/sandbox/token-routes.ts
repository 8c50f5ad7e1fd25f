import { createHash, createVerify, randomUUID, timingSafeEqual } from 'node:crypto';
import { issueToken, tokenLifetimeSeconds } from './access-token.ts';
import { issueIdToken } from './id-token.ts';
import {
  type Audience,
  rolesHeld,
  sandboxClientId,
  sandboxClientSecret,
  sandboxIntuneResource,
  sandboxTenantId,
} from './identity.ts';
import { type Answer, type Call, parseJson, type Route, type Sandbox } from './sandbox-context.ts';

const open = { audience: null, roles: [], apiVersion: null } as const;

/** Entra's sign-in service: OpenID metadata, and tokens for the app itself and for people who signed in. */
export const tokenRoutes: Route[] = [
  {
    ...open,
    name: 'openid-configuration',
    method: 'GET',
    path: /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/,
    faults: [],
    handle: (_sandbox, call) => describeIssuer(call),
  },
  {
    ...open,
    name: 'token',
    method: 'POST',
    path: /^\/([^/]+)\/oauth2\/v2\.0\/token$/,
    faults: ['token'],
    handle: grantToken,
  },
  {
    ...open,
    name: 'instance-discovery',
    method: 'GET',
    path: /^\/common\/discovery\/instance$/,
    faults: [],
    handle: (_sandbox, call) => {
      const host = new URL(call.origin).host;
      const metadata = [{ preferred_network: host, preferred_cache: host, aliases: [host] }];
      const tenant_discovery_endpoint = `${call.origin}/${sandboxTenantId}/v2.0/.well-known/openid-configuration`;
      return { status: 200, json: { tenant_discovery_endpoint, 'api-version': '1.1', metadata } };
    },
  },
];

function describeIssuer({ origin, params }: Call): Answer {
  if (params[0] !== sandboxTenantId) return tenantNotFound(params[0]);
  const base = `${origin}/${sandboxTenantId}`;
  return {
    status: 200,
    json: {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    },
  };
}

function grantToken(sandbox: Sandbox, call: Call): Answer {
  if (call.params[0] !== sandboxTenantId) return tenantNotFound(call.params[0]);
  const form = new URLSearchParams(call.body);
  const grantType = form.get('grant_type');
  if (grantType !== 'client_credentials' && grantType !== 'authorization_code') {
    return refuseToken(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  }
  if (form.get('client_id') !== sandboxClientId) {
    return refuseToken(400, 'unauthorized_client', 700016, 'Application was not found in the directory.');
  }
  return grantType === 'authorization_code'
    ? grantSignIn(sandbox, call, form)
    : grantApp(sandbox, call, form);
}

/** A code for the id token of the person who signed in. */
function grantSignIn(sandbox: Sandbox, call: Call, form: URLSearchParams): Answer {
  const now = sandbox.clock();
  const refusal = refusalOfCredential(form, call, now);
  if (refusal !== null) return refusal;
  const asked = { redirectUri: form.get('redirect_uri') ?? '', verifier: form.get('code_verifier') ?? '' };
  const grant = sandbox.codes.take(form.get('code') ?? '', asked, now);
  if ('number' in grant) return refuseToken(400, 'invalid_grant', grant.number, grant.text);
  const { person, nonce } = grant;
  const issuer = `${call.origin}/${sandboxTenantId}/v2.0`;
  const client = { uid: person.id, utid: sandboxTenantId };
  return {
    status: 200,
    json: {
      token_type: 'Bearer',
      scope: 'openid profile',
      expires_in: tokenLifetimeSeconds,
      ext_expires_in: tokenLifetimeSeconds,
      // Good for nothing here: the app asks for nothing in the name of people
      access_token: `sandbox.${randomUUID()}`,
      id_token: issueIdToken(sandbox.store, { person, nonce, issuer, now }),
      client_info: Buffer.from(JSON.stringify(client)).toString('base64url'),
    },
  };
}

function grantApp(sandbox: Sandbox, call: Call, form: URLSearchParams): Answer {
  const audience = audienceOf(form.get('scope') ?? '', call.origin);
  if (audience === null) {
    return refuseToken(400, 'invalid_scope', 70011, 'The provided value for scope is not valid.');
  }
  const refusal = refusalOfCredential(form, call, sandbox.clock());
  if (refusal !== null) return refusal;
  const roles = rolesHeld(audience, sandbox.revokedRoles);
  return {
    status: 200,
    json: {
      token_type: 'Bearer',
      expires_in: tokenLifetimeSeconds,
      ext_expires_in: tokenLifetimeSeconds,
      access_token: issueToken(sandbox.signingKey, audience, roles, {
        now: sandbox.clock(),
        opaque: sandbox.opaqueTokens,
      }),
    },
  };
}

/** Intune's resource ends with a slash, so its scope has two: with one, the token's audience would be wrong. */
function audienceOf(scope: string, origin: string): Audience | null {
  const asked = scope.split(' ').filter((part) => part.includes('/.default'));
  if (asked.length !== 1) return null;
  if (asked[0] === `${sandboxIntuneResource}//.default`) return 'intune';
  return asked[0] === `${origin}/.default` || asked[0] === 'https://graph.microsoft.com/.default'
    ? 'graph'
    : null;
}

function refusalOfCredential(form: URLSearchParams, call: Call, now: number): Answer | null {
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    const isBearer =
      form.get('client_assertion_type') === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    if (isBearer && isAssertion(assertion, `${call.origin}/${sandboxTenantId}/oauth2/v2.0/token`, now))
      return null;
    return refuseToken(401, 'invalid_client', 700027, 'The client assertion failed signature validation.');
  }
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = digest(form.get('client_secret') ?? '');
  if (timingSafeEqual(given, digest(sandboxClientSecret))) return null;
  return refuseToken(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
}

/** Checks the form of a client assertion, and its signature where it brings its certificate along. */
function isAssertion(assertion: string, tokenEndpoint: string, now: number): boolean {
  const [head = '', body = '', signature = ''] = assertion.split('.');
  const header = decode(head);
  const claims = decode(body);
  if (header === null || claims === null || signature === '') return false;
  if (header.alg !== 'PS256' || typeof header['x5t#S256'] !== 'string') return false;
  if (claims.iss !== sandboxClientId || claims.sub !== sandboxClientId || claims.aud !== tokenEndpoint)
    return false;
  if (typeof claims.exp !== 'number' || claims.exp * 1000 < now || typeof claims.jti !== 'string')
    return false;
  const certificate = Array.isArray(header.x5c) ? String(header.x5c[0]) : null;
  if (certificate === null) return true;
  const key = `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----`;
  const padding = { key, padding: 6, saltLength: 32 };
  return createVerify('sha256').update(`${head}.${body}`).verify(padding, signature, 'base64url');
}

function decode(part: string): Record<string, unknown> | null {
  const value = parseJson(Buffer.from(part, 'base64url').toString());
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function tenantNotFound(tenant: string | undefined): Answer {
  return refuseToken(400, 'invalid_request', 90002, `Tenant '${tenant ?? ''}' not found.`);
}

function refuseToken(status: number, error: string, code: number, text: string): Answer {
  const error_description = `AADSTS${code}: ${text} Trace ID: ${randomUUID()} Correlation ID: ${randomUUID()}`;
  return { status, json: { error, error_description, error_codes: [code], timestamp: '', trace_id: '' } };
}

import { z } from 'zod';

/** How calls to Microsoft leave this machine. */
export interface OutboundEnv {
  /** Of calls to https and to http addresses, with user and password where the proxy asks for them; null: none */
  proxies: { https: string | null; http: string | null };
  /** Hosts that are called directly: NO_PROXY as it is */
  except: string;
  /** PEM file of certificate authorities that Node trusts besides its own; null: none */
  authoritiesPath: string | null;
}

const words =
  'the http:// or https:// address of a proxy, such as http://proxy.example:3128 or, with a login, http://user:password@proxy.example:3128';

const proxy = z
  .string()
  // As everywhere else, `proxy.example:3128` is one that speaks http
  .transform((value) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`))
  .refine(isProxy, words);

function isProxy(value: string): boolean {
  if (/\s/.test(value) || !URL.canParse(value)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(value);
  try {
    decodeURIComponent(`${username}${password}`);
  } catch {
    return false;
  }
  return /^https?:$/.test(protocol) && `${pathname}${search}${hash}` === '/';
}

/** In capitals or not, as tools differ; where both are set, the small letters win, as with curl. */
export const outboundVariables = {
  https_proxy: proxy.optional(),
  HTTPS_PROXY: proxy
    .optional()
    .describe('Proxy for calls to Microsoft, such as http://user:password@proxy.example:3128'),
  http_proxy: proxy.optional(),
  HTTP_PROXY: proxy.optional().describe('Proxy for calls by http, and by https if HTTPS_PROXY is unset'),
  no_proxy: z.string().optional(),
  NO_PROXY: z
    .string()
    .optional()
    .describe('Hosts that are called without the proxy, such as .example.com,10.0.0.0/8'),
  NODE_EXTRA_CA_CERTS: z
    .string()
    .optional()
    .describe('PEM file of certificate authorities to trust besides the well-known ones'),
};
type Variables = z.infer<z.ZodObject<typeof outboundVariables>>;

/** A proxy for http serves https, too, where that has none of its own. */
export function readOutbound(values: Variables): OutboundEnv {
  const http = values.http_proxy ?? values.HTTP_PROXY ?? null;
  return {
    proxies: { https: values.https_proxy ?? values.HTTPS_PROXY ?? http, http },
    except: values.no_proxy ?? values.NO_PROXY ?? '',
    authoritiesPath: values.NODE_EXTRA_CA_CERTS ?? null,
  };
}

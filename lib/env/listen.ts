import { z } from 'zod';
import { integer, isHost, serverAddress } from './values.ts';

/** Where the web process listens, and where browsers find it. */
export interface ListenEnv {
  port: number;
  /** An address or host name; with a socket `unix:` and its path */
  host: string;
  /** Unix socket to listen on; null: host and port */
  socketPath: string | null;
  /** Without a slash at its end */
  url: string;
}

/** The kernel's `sun_path` has room for so many bytes, less the zero at its end: 104 on macOS, 108 on Linux. */
const longestSocketPath = 103;

/** Where to listen: an address or name, or the path of a Unix socket. */
function isPlace(text: string): boolean {
  if (text.startsWith('unix:')) {
    const path = text.slice(5);
    return /^\/[^\0]*[^/\0]$/.test(path) && Buffer.byteLength(path) <= longestSocketPath;
  }
  return isHost(text);
}

export const listenVariables = {
  PORT: integer(1, 65_535).default(3000).describe('Port on which the console listens'),
  HOST: z
    .string()
    .transform((value) => (value.startsWith('/') ? `unix:${value}` : value))
    .refine(
      isPlace,
      `an address or host name to listen on, without a port, or unix: and the absolute path of a socket, at most ${longestSocketPath} bytes long`,
    )
    .default('127.0.0.1')
    .describe(
      'Address on which the console listens; unix:/run/tenko/web.sock for a Unix socket, which needs TENKO_URL',
    ),
  TENKO_URL: serverAddress(
    'http or https',
    'an http:// or https:// address without a path, such as https://tenko.example',
  )
    .optional()
    .describe(
      'Address at which browsers reach the console: scheme, host and port. Unset: made from HOST and PORT',
    ),
};

/** Throws an Error where browsers cannot be told where the console is. */
export function readListen(values: z.infer<z.ZodObject<typeof listenVariables>>): ListenEnv {
  const { PORT: port, HOST: host, TENKO_URL: url } = values;
  const socketPath = host.startsWith('unix:') ? host.slice(5) : null;
  if (socketPath !== null && url === undefined) {
    throw new Error(
      'TENKO_URL is not set: with a Unix socket as HOST, it has to say at which address browsers reach the console',
    );
  }
  return { port, host, socketPath, url: url ?? defaultUrl(host, port) };
}

/** A browser cannot open 0.0.0.0 everywhere: the address shown names this machine instead. */
function defaultUrl(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

import { isIP } from 'node:net';
import { z } from 'zod';

/** Kinds of values that several variables share. Each message follows the words "it must be". */
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `a whole number from ${min} to ${max}`);

export const truth = z.enum(['true', 'false'], 'true or false').transform((value) => value === 'true');

const guidShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const guid = (words: string) => z.string().regex(guidShape, words);

/** The address of a server: scheme, host and port, and nothing behind them but a slash, which is cut off. */
export const serverAddress = (schemes: 'https' | 'http or https', words: string) =>
  z
    .string()
    .refine((value) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      if (url === null || /[\s\\?#]/.test(value)) return false;
      const isAllowed = url.protocol === 'https:' || (schemes !== 'https' && url.protocol === 'http:');
      return isAllowed && url.pathname === '/' && url.username === '' && url.password === '';
    }, words)
    .transform((value) => value.replace(/\/+$/, ''));

/** A secret as it was given out: nothing around it, and all on one line. */
export const secret = z
  .string()
  .refine(
    (value) => !/\p{Cc}/u.test(value) && value === value.trim(),
    'the secret alone, without surrounding spaces or line breaks',
  );

/** IPv6 has colons, and a name has none: what is behind one is a port, which is PORT's to say. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^[\w.-]+$/.test(text);
}

/** Of an address, or of the host in a URL */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);
}

import { z } from 'zod';
import { truth } from './values.ts';

/** How sources are reached, and what secrets are encrypted with */
export interface SourcesEnv {
  allowHttp: boolean;
  /** 32 bytes each; the first encrypts, all decrypt. Empty: the key file of the data folder */
  secretKeys: Buffer[];
}

const keyWords =
  '32 bytes in base64 or 64 hexadecimal digits, made for example with: openssl rand -base64 32; after a change, the new and the former key with a comma between';

export const sourcesVariables = {
  TENKO_SECRET_KEY: z
    .string()
    .transform((value) => value.split(',').map((one) => keyOf(one.trim())))
    .refine((keys) => keys.every((key) => key !== null), keyWords)
    .transform((keys) => keys.filter((key) => key !== null))
    .default([])
    .describe(
      'Key that the secrets of sources are encrypted with: 32 bytes in base64 or hexadecimal. Unset: a key file in the data folder',
    ),
  TENKO_SOURCES_ALLOW_HTTP: truth
    .default(false)
    .describe('true: sources may have http:// addresses that are not on this machine'),
};

function keyOf(text: string): Buffer | null {
  if (/^[\da-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
  return key.length === 32 ? key : null;
}

export function readSources(values: z.infer<z.ZodObject<typeof sourcesVariables>>): SourcesEnv {
  return { allowHttp: values.TENKO_SOURCES_ALLOW_HTTP, secretKeys: values.TENKO_SECRET_KEY };
}

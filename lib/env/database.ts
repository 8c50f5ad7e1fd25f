import { z } from 'zod';

const words = 'an address such as postgresql://user:password@host:5432/database';

/** The address of a PostgreSQL database. */
const databaseAddress = z
  .string()
  .regex(/^postgres(ql)?:\/\/\S+$/, words)
  .refine((value) => URL.canParse(value), words)
  .transform(withoutWarning);

/** The driver takes these modes for `verify-full`, and warns of that on the console each time: it is told so at once. */
function withoutWarning(address: string): string {
  if (/[?&]uselibpqcompat=true(&|$)/.test(address)) return address;
  return address.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}

export const databaseVariables = {
  DATABASE_URL: databaseAddress
    .optional()
    .describe('Address of a PostgreSQL of your own, 15 or newer, with pg_trgm. Unset: the embedded one'),
  DATABASE_DIRECT_URL: databaseAddress
    .optional()
    .describe('Address of the database itself, if DATABASE_URL leads to a pooler that shares sessions'),
};

interface Given {
  DATABASE_URL?: string | undefined;
  DATABASE_DIRECT_URL?: string | undefined;
}

/** Both addresses; a direct one that is the same is none. */
export function readDatabase(given: Given): { databaseUrl: string | null; databaseDirectUrl: string | null } {
  const { DATABASE_URL: url = null, DATABASE_DIRECT_URL: direct = null } = given;
  if (url === null && direct !== null) {
    throw new Error(
      'DATABASE_DIRECT_URL is set without DATABASE_URL. Set DATABASE_URL to the pooler, or set it alone.',
    );
  }
  return { databaseUrl: url, databaseDirectUrl: direct === url ? null : direct };
}

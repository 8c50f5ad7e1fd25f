import { z } from 'zod';

const words = 'an address such as postgresql://user:password@host:5432/database';

/** The address of a PostgreSQL database. */
export const databaseAddress = z
  .string()
  .regex(/^postgres(ql)?:\/\/\S+$/, words)
  .refine((value) => URL.canParse(value), words)
  .transform(withoutWarning);

/** The driver takes these modes for `verify-full`, and warns of that on the console each time: it is told so at once. */
function withoutWarning(address: string): string {
  if (/[?&]uselibpqcompat=true(&|$)/.test(address)) return address;
  return address.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}

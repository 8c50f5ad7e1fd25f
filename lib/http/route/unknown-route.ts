import { TenkoError } from '#lib/errors';
import { route } from './route.ts';

/** What is not there: told only to those who may look. */
export const unknownRoute = route({
  access: 'devices:read',
  run: () => Promise.reject(new TenkoError('not_found', 'There is no such address in this API.')),
});

import { z } from 'zod';

export const policyNames = z.object({ items: z.array(z.string()) });
export type PolicyNames = z.infer<typeof policyNames>;

import { z } from 'zod';

const nullableText = z.string().nullable();

export const connectionState = z
  .object({
    /** `sandbox`: no real tenant */
    mode: z.enum(['sandbox', 'tenant']),
    tenantId: z.string(),
    paused: z.object({ since: z.string(), by: z.string() }).nullable(),
    health: z.enum(['unknown', 'healthy', 'unhealthy']),
    healthSince: nullableText,
    problem: z.object({ code: z.string(), detail: nullableText }).nullable(),
    throttledUntil: nullableText,
  })
  .meta({ id: 'Connection' });
export type ConnectionState = z.infer<typeof connectionState>;

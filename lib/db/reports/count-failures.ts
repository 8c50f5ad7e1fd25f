import type { Transaction } from '../core/prisma.ts';

/** Devices whose last report failed, by cause, the most frequent first. */
export async function countFailures(
  tx: Transaction,
  limit: number,
): Promise<{ code: string | null; devices: number }[]> {
  // Counting may take its time: check-ins and reports have the other cores to themselves.
  await tx.$queryRaw`SELECT set_config('max_parallel_workers_per_gather', '0', true)`;
  return tx.$queryRaw<{ code: string | null; devices: number }[]>`
    SELECT failure_code AS code, count(*)::integer AS devices
    FROM devices WHERE azure_compliance_status = 'failed'
    GROUP BY failure_code ORDER BY count(*) DESC, failure_code LIMIT ${limit}`;
}

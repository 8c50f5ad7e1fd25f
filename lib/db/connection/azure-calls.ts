import { v7 as uuidv7 } from 'uuid';
import type { CallTrace } from '#lib/domain/azure/azure-gateway';
import type { AzureStep } from '#lib/domain/azure/connection-health';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';

export interface AzureCallRecord {
  uploadId: string | null;
  step: AzureStep;
  /** Null: it went through */
  failure: { code: string; detail: string | null } | null;
  /** Absent: no call was made, such as when no token could be had */
  trace: CallTrace | undefined;
  at: Date;
}

/** Keeps what came of a call. The same answer to the same step again, one after the other, only counts up. */
export async function recordCall(db: Queryable, call: AzureCallRecord): Promise<void> {
  const { uploadId, step, failure, trace, at } = call;
  const of =
    uploadId === null
      ? Prisma.sql`upload_id IS NULL AND step = ${step}::azure_step`
      : Prisma.sql`upload_id = ${uploadId}::uuid`;
  await db.$executeRaw`
    WITH last AS (
      SELECT id, step, failed, http_status, error_code FROM azure_calls
      WHERE ${of}
      ORDER BY first_at DESC, id DESC LIMIT 1
    ), same AS (
      UPDATE azure_calls c SET times = c.times + 1, last_at = ${at}, duration_ms = ${trace?.durationMs ?? 0},
        answer = ${trace?.answer ?? null}, error_detail = ${failure?.detail ?? null},
        client_request_id = ${trace?.clientRequestId ?? null}::uuid, request_id = ${trace?.requestId ?? null}
      FROM last WHERE c.id = last.id AND last.step = ${step}::azure_step AND last.failed = ${failure !== null}
        AND last.http_status IS NOT DISTINCT FROM ${trace?.status ?? null}::integer
        AND last.error_code IS NOT DISTINCT FROM ${failure?.code ?? null}
      RETURNING c.id
    )
    INSERT INTO azure_calls (id, upload_id, step, first_at, last_at, failed, duration_ms, http_status, error_code,
      error_detail, answer, client_request_id, request_id)
    SELECT ${uuidv7()}::uuid, ${uploadId}::uuid, ${step}::azure_step, ${at}, ${at}, ${failure !== null},
      ${trace?.durationMs ?? 0}, ${trace?.status ?? null}::integer, ${failure?.code ?? null},
      ${failure?.detail ?? null}, ${trace?.answer ?? null}, ${trace?.clientRequestId ?? null}::uuid,
      ${trace?.requestId ?? null}
    WHERE NOT EXISTS (SELECT 1 FROM same)`;
}

/** When Microsoft first answered a question about a message; null: it never did. */
export async function findFirstAnswer(db: Queryable, uploadId: string): Promise<Date | null> {
  const call = await db.azureCall.findFirst({
    where: { uploadId, step: 'confirm', failed: false },
    orderBy: { firstAt: 'asc' },
    select: { firstAt: true },
  });
  return call?.firstAt ?? null;
}

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
  const before =
    call.uploadId === null
      ? Prisma.sql`c.upload_id IS NULL AND c.step = r.step`
      : Prisma.sql`c.upload_id = r."uploadId"`;
  await keepCalls(db, [call], before);
}

/** The same for calls about as many messages. */
export async function recordCalls(
  db: Queryable,
  calls: readonly (AzureCallRecord & { uploadId: string })[],
): Promise<void> {
  if (calls.length > 0) await keepCalls(db, calls, Prisma.sql`c.upload_id = r."uploadId"`);
}

/** `before`: the calls `c` that one of `r` may repeat */
async function keepCalls(
  db: Queryable,
  calls: readonly AzureCallRecord[],
  before: Prisma.Sql,
): Promise<void> {
  const rows = calls.map(({ uploadId, step, failure, trace, at }) => ({
    id: uuidv7(),
    uploadId,
    step,
    at,
    failed: failure !== null,
    durationMs: trace?.durationMs ?? 0,
    status: trace?.status ?? null,
    errorCode: failure?.code.toWellFormed() ?? null,
    errorDetail: failure?.detail?.toWellFormed() ?? null,
    answer: trace?.answer?.toWellFormed() ?? null,
    clientRequestId: trace?.clientRequestId ?? null,
    requestId: trace?.requestId?.toWellFormed() ?? null,
  }));
  await db.$executeRaw`
    WITH r AS (SELECT r.*, last.id AS "lastId",
        (last.step, last.failed, last.http_status, last.error_code)
          IS NOT DISTINCT FROM (r.step, r.failed, r.status, r."errorCode") AS "isSame"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "uploadId" uuid, step azure_step,
        at timestamptz, failed boolean, "durationMs" integer, status integer, "errorCode" text, "errorDetail" text,
        answer text, "clientRequestId" uuid, "requestId" text)
      LEFT JOIN LATERAL (SELECT * FROM azure_calls c WHERE ${before}
        ORDER BY c.first_at DESC, c.id DESC LIMIT 1) last ON true
    ), same AS (
      UPDATE azure_calls c SET times = c.times + 1, last_at = r.at, duration_ms = r."durationMs", answer = r.answer,
        error_detail = r."errorDetail", client_request_id = r."clientRequestId", request_id = r."requestId"
      FROM r WHERE c.id = r."lastId" AND r."isSame"
    )
    INSERT INTO azure_calls (id, upload_id, step, first_at, last_at, failed, duration_ms, http_status, error_code,
      error_detail, answer, client_request_id, request_id)
    SELECT id, "uploadId", step, at, at, failed, "durationMs", status, "errorCode", "errorDetail", answer,
      "clientRequestId", "requestId"
    FROM r WHERE NOT "isSame"`;
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

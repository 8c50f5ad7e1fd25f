import { AzureError, type AzureErrorFacts, type CallTrace } from '#lib/domain/azure/azure-gateway';
import type { FindingCode, PreflightStatus, PreflightStep } from '#lib/domain/azure/preflight';
import type { PreflightEntry } from '../contract/connection.ts';

/** What one check came to. */
export interface Finding {
  status: Exclude<PreflightStatus, 'skipped'>;
  code?: string;
  detail?: string;
  permissions?: string[];
  partners?: PreflightEntry['partners'];
  trace?: CallTrace | undefined;
}

export const fine: Finding = { status: 'ok' };

/** Runs one check and times it; an error of Microsoft's becomes a finding. */
export async function check(
  step: PreflightStep,
  work: () => Promise<Finding>,
  findingOf: (facts: AzureErrorFacts) => Finding = failure,
): Promise<PreflightEntry> {
  const began = performance.now();
  const finding = await work().catch((error: unknown) => {
    if (!(error instanceof AzureError)) throw error;
    return { trace: error.facts.trace, ...findingOf(error.facts) };
  });
  const { status, code = null, detail = null, permissions, partners, trace } = finding;
  return {
    step,
    status,
    code,
    detail,
    ...(permissions === undefined ? {} : { permissions }),
    ...(partners === undefined ? {} : { partners }),
    durationMs: Math.round(performance.now() - began),
    clientRequestId: trace?.clientRequestId ?? null,
    requestId: trace?.requestId ?? null,
  };
}

/** A check that could tell nothing, because one before it failed. */
export function skipped(step: PreflightStep): PreflightEntry {
  const nothing = { code: null, detail: null, clientRequestId: null, requestId: null };
  return { step, status: 'skipped', durationMs: 0, ...nothing };
}

/** Microsoft's code and words as they are; a refused permission by its name. */
export function failure({ kind, code, detail, permission }: AzureErrorFacts): Finding {
  if (kind !== 'forbidden' || permission === undefined) return { status: 'failed', code, detail };
  const words = `${code}: ${detail}`;
  return { status: 'failed', code: 'permission_missing', detail: words, permissions: [permission] };
}

/** The same where reporting goes on without the permission: a warning under a code of its own. */
export function warningWithout(code: FindingCode): (facts: AzureErrorFacts) => Finding {
  return (facts) => {
    const found = failure(facts);
    return found.code === 'permission_missing' ? { ...found, status: 'warning', code } : found;
  };
}

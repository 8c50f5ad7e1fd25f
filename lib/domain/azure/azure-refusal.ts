import { TenkoError } from '../../errors.ts';
import type { AzureError } from './azure-gateway.ts';

/** Microsoft is to be left alone for a while, so it was not asked. */
export function throttledRefusal(detail: string, retryAfterMs: number): TenkoError {
  return new TenkoError('azure_unavailable', detail, { reason: 'throttled', retryAfterMs });
}

/** What a failed call to Microsoft means to whoever waits for it: in Microsoft's own code and words, which hold no secret. */
export function azureRefusal({ facts }: AzureError): TenkoError {
  const { kind, code, detail, retryAfterMs } = facts;
  const isPassing = kind === 'passing' || kind === 'throttled';
  const more = { reason: code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return new TenkoError(isPassing ? 'azure_unavailable' : 'azure_refused', detail, more);
}

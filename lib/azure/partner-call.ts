import { AzureError } from '#lib/domain/azure/azure-gateway';
import { errorOfAnswer } from './answer-error.ts';
import type { AuthorizedCall } from './authorized-call.ts';
import type { AzureCall } from './call-permissions.ts';
import type { HttpAnswer, HttpRequest } from './http-client.ts';
import type { PartnerServices, ServiceDiscovery } from './service-discovery.ts';

/** What every call needs. */
export interface Wire {
  call: AuthorizedCall;
  discovery: ServiceDiscovery;
  tenantId: string;
  /** No slash at the end */
  graphUrl: string;
  /** What Intune calls us among the tenant's partners; null: not known */
  partnerName: () => Promise<string | null>;
  /** ms since 1970 */
  clock: () => number;
  /** Whether the app's token shows that it may read what Entra believes of devices */
  mayReadFlags: () => Promise<boolean>;
}

/** One of the two partner services, and how it is spoken to. */
export interface PartnerService {
  address: keyof PartnerServices;
  apiVersion: string;
  headers: Record<string, string>;
}

interface PartnerRequest extends Pick<HttpRequest, 'method' | 'body'> {
  /** Below the service's address */
  path: string;
  /** Statuses that are an answer too, besides 2xx */
  accepts?: readonly number[];
}

export type PartnerCall = (call: AzureCall, request: PartnerRequest) => Promise<HttpAnswer>;

/**
 * Calls a partner service. 404 of its own address: it moved, and the same call goes through once the new
 * address is known.
 */
export function createPartnerCall(wire: Wire, { address, apiVersion, headers }: PartnerService): PartnerCall {
  return async (call, { path, accepts = [], ...request }) => {
    const url = async () => `${(await wire.discovery.get())[address]}/${path}?api-version=${apiVersion}`;
    const answer = await wire.call(call, 'intune', { ...request, url, headers });
    const { status } = answer;
    if (status === 404) wire.discovery.suspect();
    if ((status >= 200 && status < 300) || accepts.includes(status)) return answer;
    const error = errorOfAnswer(call, answer, wire.clock());
    throw status === 404 ? new AzureError({ ...error.facts, kind: 'passing' }) : error;
  };
}

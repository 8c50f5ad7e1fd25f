import { AzureError } from '#lib/domain/azure/azure-gateway';

export interface PartnerServices {
  tenantService: string;
  deviceService: string;
}

export interface ServiceDiscovery {
  /** Addresses without a slash at the end. Throws AzureError. */
  get(): Promise<PartnerServices>;
  /** Asks now, whatever is known. Known addresses stay where that fails. Throws AzureError. */
  refresh(): Promise<PartnerServices>;
  /** After a 401, or when a service's name no longer resolves: ask again before the next call. */
  drop(): void;
  /** After a 404, which may also be an unknown message: ask again unless the addresses are minutes old. */
  suspect(): void;
}

const lifetimeMs = 24 * 3_600_000;
const freshMs = 5 * 60_000;
const intuneAppId = '0000000a-0000-0000-c000-000000000000';

/** Finds the partner services' addresses by Graph. `getJson`: an authorized GET below the Graph URL. */
export function createServiceDiscovery(
  getJson: (path: string) => Promise<unknown>,
  clock: () => number,
): ServiceDiscovery {
  let found: { services: PartnerServices; at: number } | null = null;
  let pending: Promise<PartnerServices> | null = null;

  const discover = async (): Promise<PartnerServices> => {
    const services = await askGraph(getJson);
    found = { services, at: clock() };
    return services;
  };
  return {
    get: () => {
      if (found !== null && clock() - found.at < lifetimeMs) return Promise.resolve(found.services);
      pending ??= discover().finally(() => {
        pending = null;
      });
      return pending;
    },
    refresh: discover,
    drop: () => {
      found = null;
    },
    suspect: () => {
      if (found !== null && clock() - found.at >= freshMs) found = null;
    },
  };
}

async function askGraph(getJson: (path: string) => Promise<unknown>): Promise<PartnerServices> {
  const filter = encodeURIComponent(`appId eq '${intuneAppId}'`);
  const principals = valuesOf(await getJson(`/v1.0/servicePrincipals?$filter=${filter}`));
  const id = principals[0]?.id;
  if (typeof id !== 'string') throw missing('The tenant has no service principal of Microsoft Intune');
  const endpoints = valuesOf(await getJson(`/v1.0/servicePrincipals/${encodeURIComponent(id)}/endpoints`));
  const addressOf = (providerName: string): string => {
    const uri = endpoints.find((endpoint) => endpoint.providerName === providerName)?.uri;
    // Only https: the tokens go there
    if (typeof uri !== 'string' || !uri.startsWith('https://'))
      throw missing(`Intune returned no ${providerName}`);
    return uri.replace(/\/+$/, '');
  };
  return {
    tenantService: addressOf('PartnerTenantDataSyncService'),
    deviceService: addressOf('PartnerDeviceDataSyncService'),
  };
}

function valuesOf(body: unknown): Record<string, unknown>[] {
  const value = (body as { value?: unknown } | null)?.value;
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

/** Passing: a tenant gets these with its Intune license, and no message is to blame. */
function missing(detail: string): AzureError {
  return new AzureError({ kind: 'passing', code: 'service_not_found', detail });
}

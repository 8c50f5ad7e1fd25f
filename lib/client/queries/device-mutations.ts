import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { ReportAccepted } from '#lib/contract/report';
import { post } from '../request-json.ts';
import { deviceKeys } from './device-queries.ts';

const path = (id: string, verb: string) => `/api/v1/devices/${encodeURIComponent(id)}/${verb}`;

export function reportDeviceNow(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => post<ReportAccepted>(path(id, 'reports')),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

/** Gives the device's feed the Azure id that another feed has. */
export function moveAzureId(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => post<{ from: string | null; to: string }>(path(id, 'move-azure-id')),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

export function retireDevice(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => post<{ reportId: string | null }>(path(id, 'retire')),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { ReportAccepted } from '../contract/report.ts';
import { deviceKeys } from './device-queries.ts';
import { post } from './request-json.ts';

const path = (id: string, verb: string) => `/api/v1/devices/${encodeURIComponent(id)}/${verb}`;

export function reportDeviceNow(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => post<ReportAccepted>(path(id, 'reports')),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

export function retireDevice(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => post<{ reportId: string | null }>(path(id, 'retire')),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

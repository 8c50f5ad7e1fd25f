'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { deviceKeys } from '#lib/client/device-queries';
import type { DeviceDetail } from '#lib/contract/device';

/** Asks for the histories anew whenever the device shows that something was added to them. */
export function useFreshHistories(device: DeviceDetail | undefined): void {
  const client = useQueryClient();
  const seen = useRef<string>(undefined);
  const id = device?.id;
  const mark = device && fingerprint(device);
  useEffect(() => {
    if (id === undefined || mark === undefined) return;
    if (seen.current !== undefined && seen.current !== mark) {
      void client.invalidateQueries({ queryKey: deviceKeys.histories(id) });
    }
    seen.current = mark;
  }, [client, id, mark]);
}

function fingerprint(device: DeviceDetail): string {
  const { azureComplianceStatus, lastReportedAt, lastCheckInAt, due, failure, lastPayload, confirmed } =
    device;
  return JSON.stringify([
    azureComplianceStatus,
    lastReportedAt,
    lastCheckInAt,
    due?.since,
    failure,
    lastPayload?.messageId,
    lastPayload?.sentAt,
    confirmed?.messageId,
  ]);
}

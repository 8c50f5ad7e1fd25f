'use client';

import { useQuery } from '@tanstack/react-query';
import { deviceQuery } from '#lib/client/device-queries';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { LoadError } from '../layout/load-error.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { AzureFields } from './azure-fields.tsx';
import { CheckInHistory } from './check-in-history.tsx';
import { DeviceHeader } from './device-header.tsx';
import { InventoryPanel } from './inventory-panel.tsx';
import { LastPayload } from './last-payload.tsx';
import { NextStepPanel } from './next-step-panel.tsx';
import { ReportHistory } from './report-history.tsx';
import { ThreeStates } from './three-states.tsx';
import { useFreshHistories } from './use-fresh-histories.ts';
import { VerdictExplanation } from './verdict-explanation.tsx';

/** Why is this user blocked, since when, and who does what: answered from the top down. */
export function DeviceScreen({ id }: { id: string }) {
  const { data: device, error, isError, isFetching, refetch } = useQuery(deviceQuery(id));
  useFreshHistories(device);
  return (
    <div className="flex flex-col gap-4">
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!device && !isError && <ListSkeleton />}
      {device && (
        <>
          <PageTitle page={device.name} />
          <DeviceHeader device={device} />
          <NextStepPanel device={device} />
          <ThreeStates device={device} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="grid gap-4">
              <AzureFields device={device} />
              <ReportHistory deviceId={id} />
              <CheckInHistory deviceId={id} />
            </div>
            <div className="grid gap-4">
              <VerdictExplanation device={device} />
              <InventoryPanel device={device} />
              <LastPayload payload={device.lastPayload} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

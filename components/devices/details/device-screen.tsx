'use client';

import { useQuery } from '@tanstack/react-query';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { LoadError } from '#components/layout/load-error';
import { type LiveChange, useLiveQueries } from '#lib/client/live-changes';
import { deviceKeys, deviceQuery } from '#lib/client/queries/device-queries';
import { Timeline } from '../timeline/timeline.tsx';
import { AzureFields } from './azure-fields.tsx';
import { DeviceHeader } from './device-header.tsx';
import { DeviceNavigation } from './device-navigation.tsx';
import { DuplicatesPanel } from './duplicates-panel.tsx';
import { EntraDecisions } from './entra-decisions.tsx';
import { IntakePanel } from './intake-panel.tsx';
import { InventoryPanel } from './inventory-panel.tsx';
import { LastMessage } from './last-message.tsx';
import { ReasonPanel } from './reason-panel.tsx';
import { ThreeStates } from './three-states.tsx';

interface Props {
  id: string;
  /** The query of the list that the admin came from; null: not from the list */
  list: string | null;
}

/** The page of a device: why the user is blocked, since when, and what to do. The history is below. */
export function DeviceScreen({ id, list }: Props) {
  const { data: device, error, isError, isFetching, refetch } = useQuery(deviceQuery(id));
  useLiveDevice(id);
  return (
    <div className="-mt-2 flex flex-col gap-3">
      <DeviceNavigation id={id} list={list} />
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!device && !isError && <ListSkeleton />}
      {device && (
        <>
          <DeviceHeader device={device} />
          <ReasonPanel device={device} />
          <div className="grid gap-3 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
            <ThreeStates device={device} />
            <AzureFields device={device} />
          </div>
          <DuplicatesPanel device={device} list={list} />
          <IntakePanel device={device} />
          <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
            <Timeline deviceId={id} />
            <div className="grid gap-3">
              <InventoryPanel device={device} />
              <EntraDecisions deviceId={id} />
              <LastMessage message={device.lastMessage} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

/** Reloads the device and its history when they change, or when the state of the connection changes. */
function useLiveDevice(id: string): void {
  const concerns = ({ devices }: LiveChange) => devices === 'many' || devices.includes(id);
  useLiveQueries(deviceKeys.one(id), (change) => concerns(change) || change.topics.includes('connection'));
  useLiveQueries(deviceKeys.histories(id), concerns);
}

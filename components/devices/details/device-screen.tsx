'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { LoadError } from '#components/layout/load-error';
import { Panel } from '#components/ui/panel';
import { type LiveChange, useLiveQueries } from '#lib/client/live-changes';
import { deviceKeys, deviceQuery } from '#lib/client/queries/device-queries';
import { Timeline } from '../timeline/timeline.tsx';
import { AzureFields } from './azure-fields.tsx';
import { DeviceHeader } from './device-header.tsx';
import { DeviceNavigation } from './device-navigation.tsx';
import { DuplicatesPanel } from './duplicates-panel.tsx';
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
              <SignInsPanel deviceId={id} />
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

const SignIns = dynamic(() => import('./sign-ins.tsx').then((file) => file.SignIns));

/** The last sign-ins on this device. Microsoft is asked when an admin opens them. */
function SignInsPanel({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.signIns');
  const [open, setOpen] = useState(false);
  return (
    <Panel title={t('title')}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="rounded-md text-accent hover:underline">{t('summary')}</summary>
        <div className="mt-2">{open && <SignIns deviceId={deviceId} />}</div>
      </details>
    </Panel>
  );
}

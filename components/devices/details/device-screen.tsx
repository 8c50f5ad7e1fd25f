'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { LoadError } from '#components/layout/load-error';
import { RejectionNotes, WarningNotes } from '#components/marks/intake-notes';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { useLiveQueries } from '#lib/client/live-changes';
import { concernsDevice, deviceKeys, deviceQuery } from '#lib/client/queries/device-queries';
import type { DeviceDetail } from '#lib/contract/device';
import { NotesPanel } from '../notes/notes-panel.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { AnswerPanel } from './answer-panel.tsx';
import { AzureFields } from './azure-fields.tsx';
import type { TicketAddress } from './device-actions-menu.tsx';
import { DeviceHeader } from './device-header.tsx';
import { DeviceNavigation } from './device-navigation.tsx';
import { DuplicatesPanel } from './duplicates-panel.tsx';
import { EntraDecisions } from './entra-decisions.tsx';
import { InventoryPanel } from './inventory-panel.tsx';
import { LastMessage } from './last-message.tsx';
import { ThreeStates } from './three-states.tsx';

interface Props {
  id: string;
  /** The query of the list that the admin came from; null: not from the list */
  list: string | null;
  ticket: TicketAddress | null;
}

/** The page of a device: why the user is blocked, since when, and what to do. The history is below. */
export function DeviceScreen({ id, list, ticket }: Props) {
  const { data: device, error, isError, isFetching, refetch } = useQuery(deviceQuery(id));
  useLiveDevice(id);
  return (
    <div className="-mt-2 flex flex-col gap-3">
      <DeviceNavigation id={id} list={list} />
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!device && !isError && <ListSkeleton />}
      {device && (
        <>
          <DeviceHeader device={device} ticket={ticket} />
          <AnswerPanel device={device} />
          <DuplicatesPanel device={device} list={list} />
          <IntakePanel device={device} />
          {/* Each panel is as high as its content, and the next one follows: none stands half empty beside a longer one. */}
          <div className="device-panels">
            <div className="grid gap-3">
              <ThreeStates device={device} />
              <EntraDecisions deviceId={id} />
            </div>
            <div className="grid gap-3">
              <AzureFields device={device} />
              <NotesPanel device={device} />
              <InventoryPanel device={device} />
              <LastMessage message={device.lastMessage} />
            </div>
            <div>
              <Timeline deviceId={id} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

/** Reloads the device and its history when they change, or when the state of the connection changes. */
function useLiveDevice(id: string): void {
  const concerns = concernsDevice(id);
  useLiveQueries(deviceKeys.one(id), (change) => concerns(change) || change.topics.includes('connection'));
  useLiveQueries(deviceKeys.histories(id), concerns);
}

/** Warnings of the last check-in, and check-ins that were rejected recently. */
function IntakePanel({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.intake');
  const { warnings, rejections } = device;
  if (warnings.length === 0 && rejections.length === 0) return null;
  return (
    <Panel title={t('title')}>
      {rejections.length > 0 && <p className="text-wait">{t('rejections')}</p>}
      {rejections.map(({ id, at, errors }) => (
        <div key={id} className="pt-1">
          <span className="text-muted">
            <RelativeTime value={at} />
          </span>
          <RejectionNotes notes={errors} />
        </div>
      ))}
      {warnings.length > 0 && <p className={rejections.length > 0 ? 'pt-2' : ''}>{t('warnings')}</p>}
      <WarningNotes notes={warnings} />
    </Panel>
  );
}

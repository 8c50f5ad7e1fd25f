'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { Send } from '#components/ui/icons';
import { RequestFailed } from '#lib/client/call';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import { reportDeviceNow } from '#lib/client/queries/device-queries';
import type { DeviceDetail } from '#lib/contract/device';
import { mayBeReported, obstacles } from '#lib/domain/devices/obstacle';
import { shownText } from '#lib/domain/text/shown-text';
import { useErrorText } from '../../layout/use-error-text.ts';

interface Props {
  device: DeviceDetail;
  /** Other actions next to the button */
  before: ReactNode;
  after: ReactNode;
}

/** The button that reports now, why it is disabled, and the live result. */
export function ReportNow({ device, before, after }: Props) {
  const t = useTranslations('device');
  const noteId = useId();
  const denied = useDenied('operator');
  const { data: connection } = useQuery(connectionQuery());
  const report = useMutation(reportDeviceNow(useQueryClient(), device.id));
  const paused = connection?.paused != null;
  const { obstacle, clientStatusCode, azureIdTakenBy } = device;
  return (
    <div className="flex min-w-0 flex-col gap-1 sm:items-end sm:text-end">
      <div className="flex flex-wrap items-start gap-2 text-start">
        {before}
        <Button
          look="primary"
          aria-describedby={noteId}
          disabled={!mayBeReported(obstacle) || denied !== null || report.isPending}
          onClick={() => report.mutate()}
        >
          <Send aria-hidden="true" size={14} />
          {t('report.now')}
        </Button>
        {after}
      </div>
      <div id={noteId} className="max-w-xl text-muted text-sm">
        {denied !== null && <p>{denied}</p>}
        {obstacle !== null && (
          <p>
            {t(`obstacle.${obstacle}`, {
              code: clientStatusCode ?? '',
              feed: shownText(azureIdTakenBy ?? ''),
            })}
          </p>
        )}
        {obstacle === null && paused && !report.isSuccess && <p>{t('report.pausedHint')}</p>}
        <ReportProgress device={device} paused={paused} report={report} />
      </div>
    </div>
  );
}

interface ReportProgressProps {
  device: DeviceDetail;
  paused: boolean;
  report: { isPending: boolean; isSuccess: boolean; error: Error | null };
}

/** Announces the progress of the requested report, also to screen readers. */
function ReportProgress({ device, paused, report }: ReportProgressProps) {
  const t = useTranslations('device');
  const errorText = useErrorText();

  function progressText(): string {
    if (report.isPending) return t('report.asking');
    if (report.error) return t('report.refused', { reason: refusal(report.error) });
    if (!report.isSuccess) return '';
    if (device.due !== null && paused) return t('report.queued');
    if (device.due !== null || device.azureComplianceStatus === 'in_progress') return t('report.inProgress');
    return device.azureComplianceStatus === 'failed' ? t('report.failed') : t('report.successful');
  }
  function refusal(error: Error): string {
    const reason = error instanceof RequestFailed ? error.problem?.reason : undefined;
    const obstacle = obstacles.find((known) => known === reason);
    if (obstacle === undefined) return errorText(error);
    const { clientStatusCode, azureIdTakenBy } = device;
    return t(`obstacle.${obstacle}`, { code: clientStatusCode ?? '', feed: shownText(azureIdTakenBy ?? '') });
  }

  return (
    <p role="status" className="text-ink empty:hidden">
      {progressText()}
    </p>
  );
}

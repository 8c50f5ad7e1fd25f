'use client';

import { useTranslations } from 'next-intl';
import { RequestFailed } from '#lib/client/request-json';
import type { DeviceDetail } from '#lib/contract/device';
import { obstacles } from '#lib/domain/devices/reportability';
import { shownText } from '#lib/domain/text/shown-text';
import { useErrorText } from '../../layout/use-error-text.ts';

interface Props {
  device: DeviceDetail;
  paused: boolean;
  report: { isPending: boolean; isSuccess: boolean; error: Error | null };
}

/** Tells, also those who only hear it, how the report that was asked for goes. */
export function ReportProgress({ device, paused, report }: Props) {
  const t = useTranslations('device');
  const errorText = useErrorText();

  function words(): string {
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
      {words()}
    </p>
  );
}

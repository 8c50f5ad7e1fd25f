'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BulkFilter } from '#lib/contract/bulk-action';
import { durationMs } from '#lib/domain/text/age';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../marks/use-system-name.ts';
import { Duration } from '../ui/duration.tsx';
import { ExactTime } from '../ui/exact-time.tsx';

interface FilterWords {
  name: string;
  label: string;
  /** Null: the label says all */
  value: ReactNode;
}

/** A filter of the device list in words. */
export function useFilterWords(): (filter: BulkFilter) => FilterWords[] {
  const t = useTranslations();
  const format = useFormatter();
  const systemName = useSystemName();

  function time(value: string): ReactNode {
    const ms = durationMs(value);
    return ms === null
      ? t.rich('bulk.before', { time: () => <ExactTime value={value} /> })
      : t.rich('bulk.longerAgo', { duration: () => <Duration ms={ms} /> });
  }
  const any = (values: readonly string[] | undefined) =>
    values === undefined || values.length === 0 ? undefined : format.list(values, { type: 'disjunction' });

  return (filter) => {
    const { drift, entraDisagrees, neverReported, userHasToAct, lastCheckInBefore, lastReportedBefore, q } =
      filter;
    const values = {
      verdict: any(filter.verdict?.map((value) => t(`device.verdict.${value}`))),
      azureComplianceStatus: any(
        filter.azureComplianceStatus?.map((value) => t(`device.azureStatus.${value}`)),
      ),
      clientStatusCode: any(
        filter.clientStatusCode?.map((value) => (value === 'blank' ? t('bulk.codeBlank') : value)),
      ),
      os: any(filter.os?.map(systemName)),
      managementState: any(filter.managementState?.map((value) => t(`bulk.managementState.${value}`))),
      access: any(filter.access?.map((value) => t(`device.access.${value}`))),
      entraProblem: any(filter.entraProblem?.map((value) => t(`device.states.${value}`))),
      feed: any(filter.feed?.map(shownText)),
      policy: any(filter.policy?.map(shownText)),
      drift: drift && null,
      entraDisagrees: entraDisagrees && null,
      neverReported: neverReported && null,
      userHasToAct: userHasToAct && null,
      azureIdTaken: filter.azureIdTaken && null,
      lastCheckInBefore: lastCheckInBefore && time(lastCheckInBefore),
      lastReportedBefore: lastReportedBefore && time(lastReportedBefore),
      q: q === undefined ? undefined : shownText(q.replace(/\s*[\r\n]+\s*/g, ' ↵ ')),
    };
    return (Object.keys(values) as (keyof typeof values)[]).flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [{ name, label: t(`bulk.filter.${name}`), value }];
    });
  };
}

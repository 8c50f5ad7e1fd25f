'use client';

import { useTranslations } from 'next-intl';
import { statusBadge } from '#components/ui/status';
import {
  accessLooks,
  azureStatusLooks,
  entraProblemLooks,
  managementLooks,
  reportStatusLooks,
  tagLooks,
  verdictLooks,
} from './status-looks.tsx';

/** What our policies say about a device. */
export const VerdictStatus = statusBadge(verdictLooks, () => useTranslations('device.verdict'));
/** How the last report of a device went; `blank`: it was never reported. */
export const AzureStatus = statusBadge(azureStatusLooks, () => useTranslations('device.azureStatus'));
/** How far a report got. */
export const ReportStatus = statusBadge(reportStatusLooks, () => useTranslations('device.reportStatus'));
/** Whether Azure counts a device as managed. */
export const ManagementStatus = statusBadge(managementLooks, () => useTranslations('device.management'));
/** Whether Conditional Access lets the user in. */
export const AccessStatus = statusBadge(accessLooks, () => useTranslations('device.access'));
/** What is wrong with the state that Entra returned. */
export const EntraProblemStatus = statusBadge(entraProblemLooks, () => useTranslations('device.states'));
/** What a device's tag says, for the channel that goes by it. */
export const TagStatus = statusBadge(tagLooks, () => useTranslations('device.tag.state'));

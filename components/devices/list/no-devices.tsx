'use client';

import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { CodeBlock } from '#components/ui/code-block';
import { EmptyState } from '#components/ui/empty-state';
import { MonitorSmartphone } from '#components/ui/icons';

const never = () => () => {};
const example = `{ "checkIns": [ {
  "externalId": "A1B2",
  "checkedInAt": "2026-11-23T07:00:00Z",
  "device": { "name": "First iPhone", "os": "ios", "osVersion": "26.1" },
  "azure": { "clientStatusCode": "Workplace_Join_Required" }
} ] }`;

/** Before the first check-in: how to send one. */
export function NoDevices() {
  const t = useTranslations('devices');
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
  const command = [
    `curl ${origin}/api/v1/check-ins \\`,
    "  -H 'authorization: Bearer <API key>' \\",
    "  -H 'content-type: application/json' \\",
    `  -d '${example}'`,
  ].join('\n');
  return (
    <EmptyState icon={MonitorSmartphone} title={t('none')} text={t('noneText')}>
      <div className="mt-2 w-full">
        <CodeBlock text={command} what="curl" />
      </div>
    </EmptyState>
  );
}

'use client';

import Link from 'next/link';
import { GivenText } from '#components/marks/given-text';
import type { AuditEvent } from '#lib/contract/audit-event';

/** What it was done to: by its name where one is known, and a device with the way to it. */
export function AuditTarget({ event }: { event: AuditEvent }) {
  const { action, target, targetName } = event;
  if (target === null) return null;
  const name = targetName ?? nameIn(event);
  if (targetName !== null && action.startsWith('device.')) {
    return (
      <Link href={`/devices/${target}`} prefetch={false} className="font-medium text-accent hover:underline">
        <GivenText text={targetName} />
      </Link>
    );
  }
  return (
    <>
      {name !== null && (
        <span className="block">
          <GivenText text={name} />
        </span>
      )}
      <code className="block break-all font-mono text-muted text-xs">
        <bdi>{target}</bdi>
      </code>
    </>
  );
}

/** Its name then, as the event tells it. */
function nameIn({ after, before, details }: AuditEvent): string | null {
  const name = after?.name ?? before?.name ?? details.name;
  return typeof name === 'string' ? name : null;
}

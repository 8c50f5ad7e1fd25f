'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PageHeader } from '#components/layout/page-header';
import { GivenText } from '#components/marks/given-text';
import { IdentityFacts } from '#components/marks/identity-facts';
import { Button } from '#components/ui/button';
import { Copyable } from '#components/ui/copy-button';
import { Mail } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RelativeTime } from '#components/ui/relative-time';
import { userHref } from '#lib/client/lists/list-links';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { type DeviceActions, DeviceActionsMenu } from './device-actions-menu.tsx';
import { ReportNow } from './report-now.tsx';

/** Which device this is and whose, and what can be done with it. */
export function DeviceHeader({ device, ticket }: DeviceActions) {
  const t = useTranslations('device');
  const { name, serialNumber } = device;
  return (
    <PageHeader
      title={shownText(name)}
      heading={<GivenText text={name} />}
      help="access"
      aside={
        <ReportNow
          device={device}
          before={<UserTextButton device={device} />}
          after={<DeviceActionsMenu device={device} ticket={ticket} />}
        />
      }
    >
      <ul className="mt-0.5 flex flex-wrap items-center gap-x-4 text-muted">
        <DeviceUserLink device={device} />
        <IdentityFacts device={device} />
        {serialNumber && (
          <li>
            <Copyable text={serialNumber} what={t('inventory.serialNumber')} />
          </li>
        )}
        <li>{t.rich('lastCheckIn', { ago: () => <RelativeTime value={device.lastCheckInAt} /> })}</li>
        <Missing since={device.missingSince} />
        {device.managementState === 'retiring' && <li className="text-wait">{t('retiring')}</li>}
      </ul>
    </PageHeader>
  );
}

/** Whose it is, with the way to all devices of that person. */
function DeviceUserLink({ device }: { device: DeviceDetail }) {
  const { userDisplayName, userPrincipalName, azureUserPrincipalName } = device;
  const name = userPrincipalName ?? azureUserPrincipalName;
  const shown = userDisplayName ?? name;
  if (shown === null) return null;
  return (
    <li className="min-w-0 wrap-anywhere">
      {name === null ? (
        <GivenText text={shown} />
      ) : (
        <Link
          href={userHref(name)}
          prefetch={false}
          title={shownText(name)}
          className="rounded-md text-accent hover:underline"
        >
          <GivenText text={shown} />
        </Link>
      )}
    </li>
  );
}

/** The MDM that Tenko reads no longer lists the device. */
function Missing({ since }: { since: string | null }) {
  const t = useTranslations('device');
  if (since === null) return null;
  return <li className="text-wait">{t.rich('missing', { ago: () => <RelativeTime value={since} /> })}</li>;
}

const UserText = dynamic(() => import('./user-text.tsx').then((file) => file.UserText));

/** Opens the text of a mail to the user of the device. */
function UserTextButton({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.forUser');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Mail aria-hidden="true" size={14} />
        {t('open')}
      </Button>
      <ModalDialog title={t('title')} open={open} onClose={() => setOpen(false)} wide>
        <UserText device={device} onClose={() => setOpen(false)} />
      </ModalDialog>
    </>
  );
}

'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PageHeader } from '#components/layout/page-header';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button, buttonClass } from '#components/ui/button';
import { Copyable } from '#components/ui/copy-button';
import { Disclosure } from '#components/ui/disclosure';
import { Archive, ArrowRightLeft, Bell, CalendarClock, Ellipsis, Mail } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RelativeTime } from '#components/ui/relative-time';
import { deliveriesHref } from '#lib/client/lists/delivery-search';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../../marks/use-system-name.ts';
import { ReportNow } from './report-now.tsx';

/** Which device this is and whose, and what can be done with it. */
export function DeviceHeader({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { name, userDisplayName, userPrincipalName, model, os, osVersion, serialNumber } = device;
  const systemName = useSystemName();
  const system = t('identity', { os: systemName(os), version: osVersion });
  return (
    <PageHeader
      title={shownText(name)}
      heading={<GivenText text={name} />}
      aside={
        <ReportNow
          device={device}
          before={<UserTextButton device={device} />}
          after={<DeviceActionsMenu device={device} />}
        />
      }
    >
      <ul className="mt-0.5 flex flex-wrap items-center gap-x-4 text-muted">
        {[userDisplayName ?? userPrincipalName, model, system].map(
          (fact) =>
            fact && (
              <li key={fact}>
                <GivenText text={fact} />
              </li>
            ),
        )}
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

const MoveAzureIdDialog = dynamic(() =>
  import('./device-action-dialogs.tsx').then((file) => file.MoveAzureIdDialog),
);
const RetireDialog = dynamic(() => import('./device-action-dialogs.tsx').then((file) => file.RetireDialog));
const ExceptionDialog = dynamic(() =>
  import('#components/layout/exceptions/exception-dialog').then((file) => file.ExceptionDialog),
);

function DeviceActionsMenu({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const exceptions = useTranslations('policyExceptions');
  const [dialog, setDialog] = useState<'move' | 'retire' | 'except'>();
  const denied = useDenied('admin');
  const gone = device.managementState !== 'managed';
  const user = device.userPrincipalName;
  return (
    <>
      <Disclosure
        label={t('moreActions')}
        trigger={<Ellipsis aria-hidden="true" size={16} />}
        triggerClass={buttonClass('plain')}
        align="end"
      >
        {(close) => {
          const opens = (which: 'move' | 'retire' | 'except') => () => {
            close();
            setDialog(which);
          };
          return (
            <>
              {device.azureIdTakenBy !== null && (
                <Button
                  look="quiet"
                  disabled={denied !== null}
                  title={denied ?? undefined}
                  onClick={opens('move')}
                >
                  <ArrowRightLeft aria-hidden="true" size={15} />
                  {t('moveAzureId.menu')}
                </Button>
              )}
              <Button
                look="quiet"
                disabled={denied !== null}
                title={denied ?? undefined}
                onClick={opens('except')}
              >
                <CalendarClock aria-hidden="true" size={15} />
                {exceptions('add')}
              </Button>
              <Button
                look="quiet"
                disabled={gone || denied !== null}
                title={denied ?? undefined}
                onClick={opens('retire')}
              >
                <Archive aria-hidden="true" size={15} />
                {gone ? t('retire.already') : t('retire.menu')}
              </Button>
              <Link
                href={deliveriesHref({ deviceId: device.id })}
                prefetch={false}
                className={buttonClass('quiet')}
              >
                <Bell aria-hidden="true" size={15} />
                {t('toAlerts')}
              </Link>
            </>
          );
        }}
      </Disclosure>
      <MoveAzureIdDialog device={device} open={dialog === 'move'} onClose={() => setDialog(undefined)} />
      <RetireDialog device={device} open={dialog === 'retire'} onClose={() => setDialog(undefined)} />
      {dialog === 'except' && (
        <ExceptionDialog
          policyId={null}
          first={device.violations.find(({ policyId }) => policyId !== null)?.policyId ?? null}
          fixed={[
            {
              target: { deviceId: device.id },
              label: exceptions('thisDevice', { name: shownText(device.name) }),
            },
            ...(user === null
              ? []
              : [
                  {
                    target: { userPrincipalName: user },
                    label: exceptions('user', { user: shownText(user) }),
                  },
                ]),
          ]}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

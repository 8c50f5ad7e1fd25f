import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDenied } from '#components/layout/session-context';
import { Button, buttonClass } from '#components/ui/button';
import { Disclosure } from '#components/ui/disclosure';
import {
  Archive,
  ArrowRightLeft,
  Bell,
  CalendarClock,
  Ellipsis,
  ExternalLink,
  type IconComponent,
} from '#components/ui/icons';
import { deliveriesHref } from '#lib/client/lists/delivery-search';
import type { DeviceDetail } from '#lib/contract/device';
import { type TicketTemplate, ticketLink } from '#lib/domain/devices/ticket-link';
import { shownText } from '#lib/domain/text/shown-text';

const MoveAzureIdDialog = dynamic(() =>
  import('./device-action-dialogs.tsx').then((file) => file.MoveAzureIdDialog),
);
const RetireDialog = dynamic(() => import('./device-action-dialogs.tsx').then((file) => file.RetireDialog));
const ExceptionDialog = dynamic(() =>
  import('#components/layout/exceptions/exception-dialog').then((file) => file.ExceptionDialog),
);

/** How a ticket about a device is opened in another system. */
export interface TicketAddress {
  template: TicketTemplate;
  /** Where Tenko is reached, for the way back */
  consoleUrl: string;
}

export interface DeviceActions {
  device: DeviceDetail;
  /** Null: no such system is set up */
  ticket: TicketAddress | null;
}

/** What is done with a device less often. */
export function DeviceActionsMenu({ device, ticket }: DeviceActions) {
  const t = useTranslations('device');
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  return (
    <>
      <Disclosure
        label={t('moreActions')}
        trigger={<Ellipsis aria-hidden="true" size={16} />}
        triggerClass={buttonClass('plain')}
        align="end"
      >
        {(closeMenu) => (
          <div className="flex flex-col items-start">
            <MenuActions
              device={device}
              onOpen={(which) => {
                closeMenu();
                setDialog(which);
              }}
            />
            <MenuLinks device={device} ticket={ticket} onOpen={closeMenu} />
          </div>
        )}
      </Disclosure>
      <MoveAzureIdDialog device={device} open={dialog === 'move'} onClose={close} />
      <RetireDialog device={device} open={dialog === 'retire'} onClose={close} />
      {dialog === 'except' && <DeviceException device={device} onClose={close} />}
    </>
  );
}

type Dialog = 'move' | 'retire' | 'except';

interface MenuActionsProps {
  device: DeviceDetail;
  onOpen: (dialog: Dialog) => void;
}

/** What only admins may do: each opens a dialog that asks. */
function MenuActions({ device, onOpen }: MenuActionsProps) {
  const t = useTranslations('device');
  const exceptions = useTranslations('policyExceptions');
  const denied = useDenied('admin');
  const gone = device.managementState !== 'managed';
  const action = (which: Dialog, Icon: IconComponent, label: string, disabled = false) => (
    <Button
      look="quiet"
      disabled={disabled || denied !== null}
      title={denied ?? undefined}
      onClick={() => onOpen(which)}
    >
      <Icon aria-hidden="true" size={15} />
      {label}
    </Button>
  );
  return (
    <>
      {device.azureIdTakenBy !== null && action('move', ArrowRightLeft, t('moveAzureId.menu'))}
      {action('except', CalendarClock, exceptions('add'))}
      {action('retire', Archive, gone ? t('retire.already') : t('retire.menu'), gone)}
    </>
  );
}

/** Other places that know of the device. */
function MenuLinks({ device, ticket, onOpen }: DeviceActions & { onOpen: () => void }) {
  const t = useTranslations('device');
  return (
    <>
      <Link href={deliveriesHref({ deviceId: device.id })} prefetch={false} className={buttonClass('quiet')}>
        <Bell aria-hidden="true" size={15} />
        {t('toAlerts')}
      </Link>
      {ticket !== null && (
        <a
          href={ticketLink(ticket.template, device, ticket.consoleUrl)}
          target="_blank"
          rel="noreferrer"
          onClick={onOpen}
          className={buttonClass('quiet')}
        >
          <ExternalLink aria-hidden="true" size={15} />
          {t('openTicket')}
        </a>
      )}
    </>
  );
}

function DeviceException({ device, onClose }: { device: DeviceDetail; onClose: () => void }) {
  const t = useTranslations('policyExceptions');
  const user = device.userPrincipalName;
  const thisDevice = {
    target: { deviceId: device.id },
    label: t('thisDevice', { name: shownText(device.name) }),
  };
  const itsUser =
    user === null
      ? []
      : [{ target: { userPrincipalName: user }, label: t('user', { user: shownText(user) }) }];
  return (
    <ExceptionDialog
      policyId={null}
      first={device.violations.find(({ policyId }) => policyId !== null)?.policyId ?? null}
      fixed={[thisDevice, ...itsUser]}
      onClose={onClose}
    />
  );
}

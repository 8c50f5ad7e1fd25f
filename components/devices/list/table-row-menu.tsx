'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDenied } from '#components/layout/session-context';
import { ActionMenu, type MenuAction } from '#components/ui/action-menu';
import { Copy, ExternalLink, PanelRight, Send } from '#components/ui/icons';
import { deviceHref } from '#lib/client/lists/list-links';
import { reportDeviceNow } from '#lib/client/queries/device-queries';
import type { DeviceListItem } from '#lib/contract/device';
import { mayBeReported, obstacleOf } from '#lib/domain/devices/obstacle';
import { shownText } from '#lib/domain/text/shown-text';
import { useErrorText } from '../../layout/use-error-text.ts';

interface Props {
  device: DeviceListItem;
  /** The element that opened the menu; it gets the focus back */
  opener: HTMLElement;
  onQuickLook: () => void;
  /** Shows the result of an action */
  onNotice: (text: string) => void;
  onClose: () => void;
}

/** Actions for one device that need no other page. */
export function TableRowMenu({ device, opener, onQuickLook, onNotice, onClose }: Props) {
  const t = useTranslations();
  const errorText = useErrorText();
  const router = useRouter();
  const { name, serialNumber, azureDeviceId, clientStatusCode } = device;
  const report = useMutation({
    ...reportDeviceNow(useQueryClient(), device.id),
    onMutate: () => onNotice(t('device.report.asking')),
    onSuccess: () => onNotice(t('table.menu.reportAsked', { name: shownText(name) })),
    onError: (error) => onNotice(t('device.report.refused', { reason: errorText(error) })),
  });
  const obstacle = obstacleOf(device);
  const denied = useDenied('operator');
  const problem =
    denied ??
    (mayBeReported(obstacle) ? null : t(`device.obstacle.${obstacle}`, { code: clientStatusCode ?? '' }));

  const copy = (text: string | null, what: string, label: string): MenuAction => ({
    label,
    icon: Copy,
    ...(text === null && { problem: t('common.none') }),
    act: async () => {
      await navigator.clipboard.writeText(text ?? '');
      onNotice(t('table.menu.copied', { what }));
    },
  });
  const actions: MenuAction[] = [
    {
      label: t('table.menu.open'),
      icon: ExternalLink,
      act: () => router.push(deviceHref(device.id, window.location.search.slice(1))),
    },
    { label: t('table.menu.quickLook'), icon: PanelRight, act: onQuickLook },
    copy(name, t('table.column.name'), t('table.menu.copyName')),
    copy(serialNumber, t('table.column.serialNumber'), t('table.menu.copySerial')),
    copy(azureDeviceId, t('table.column.azureDeviceId'), t('table.menu.copyAzureId')),
    {
      label: t('device.report.now'),
      icon: Send,
      ...(problem && { problem }),
      act: () => report.mutate(),
    },
  ];
  return (
    <ActionMenu
      label={t('table.rowMenu', { name: shownText(name) })}
      actions={actions}
      opener={opener}
      onClose={onClose}
    />
  );
}

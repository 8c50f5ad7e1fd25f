'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import {
  type IconComponent,
  KeyRound,
  MonitorSmartphone,
  RadioTower,
  Scale,
  Search,
  UserRound,
} from '#components/ui/icons';
import { devicesHref } from '#lib/client/lists/list-links';
import { findCommands } from '#lib/client/palette/find-commands';
import { foundUsers } from '#lib/client/palette/found-users';
import { type RecentCommand, recentCommands } from '#lib/client/palette/recent-commands';
import { apiKeysQuery } from '#lib/client/queries/api-key-queries';
import { foundDevicesQuery } from '#lib/client/queries/device-queries';
import { feedNamesQuery, policiesQuery } from '#lib/client/queries/policy-queries';
import type { DeviceListItem } from '#lib/contract/device';
import { searchExcess } from '#lib/domain/devices/search-text';
import { includeRole } from '#lib/domain/people/scope';
import { shownText } from '#lib/domain/text/shown-text';
import { useRoles } from '../session-context.tsx';
import { type Command, type PaletteGroup, paletteGroups, useCommands } from './use-commands.ts';

/**
 * What is offered for a text, in groups; without a text what was opened last, pages and actions. `isStale`: users and devices are
 * those of the text before.
 */
export function usePaletteGroups(typed: string) {
  const commands = useCommands();
  const [recent] = useState(recentCommands);
  const q = useCalm(typed);
  const isUsable = q !== '' && searchExcess(q) === null;
  const devices = useQuery({ ...foundDevicesQuery(q, readDevices), enabled: isUsable });
  const named = useNamed(typed);
  const toDevices = useDeviceCommands();
  const found = isUsable && typed !== '' ? (devices.data?.items ?? []) : [];
  const list = findCommands(commands, typed);
  const groups: Record<PaletteGroup, Command[]> = {
    recent: typed === '' ? recent.flatMap((one) => againOf(one, commands)) : [],
    users: foundUsers(found, typed).map(userCommand),
    devices: toDevices(found, q),
    pages: inGroup(list, 'pages'),
    actions: inGroup(list, 'actions'),
    ...named.groups,
    settings: typed === '' ? [] : inGroup(list, 'settings'),
  };
  let first = 0;
  const shown = paletteGroups
    .filter((group) => groups[group].length > 0)
    .map((group) => {
      const start = first;
      first += groups[group].length;
      return { group, first: start, commands: groups[group] };
    });
  const isSearching = q !== typed || (isUsable && devices.isFetching) || named.isLoading;
  const isStale = q !== typed || devices.isPlaceholderData;
  return { groups: shown, isSearching: typed !== '' && isSearching, isStale };
}

const shownDevices = 8;
/** More than are shown: they are of more people. */
const readDevices = 20;

function useDeviceCommands(): (found: readonly DeviceListItem[], q: string) => Command[] {
  const t = useTranslations('shell.palette');
  return (found, q) => {
    if (found.length === 0) return [];
    const devices = found.slice(0, shownDevices).map(
      ({ id, name, userPrincipalName, serialNumber }): Command => ({
        id,
        group: 'devices',
        label: name,
        english: '',
        note: userPrincipalName ?? serialNumber ?? '',
        icon: MonitorSmartphone,
        target: `/devices/${id}`,
      }),
    );
    const all: Command = {
      id: 'all-devices',
      group: 'devices',
      label: t('allDevices', { typed: shownText(q) }),
      english: '',
      icon: Search,
      target: devicesHref({ q }),
    };
    return [...devices, all];
  };
}

const shownNamed = 5;

/** Policies, feeds and, for auditors and admins, API keys by their names: there are few, and all are read once something is typed. */
function useNamed(typed: string) {
  const enabled = typed !== '';
  const mayReadKeys = includeRole(useRoles(), 'auditor');
  const policies = useQuery({ ...policiesQuery(), enabled });
  const feeds = useQuery({ ...feedNamesQuery(), enabled });
  const keys = useQuery({ ...apiKeysQuery(null), enabled: enabled && mayReadKeys });
  const find = (commands: Command[]) => (enabled ? findCommands(commands, typed).slice(0, shownNamed) : []);
  return {
    groups: {
      policies: find(
        (policies.data?.items ?? []).map(({ id, name }) => ({
          ...{ id, group: 'policies', label: name, english: '', icon: Scale },
          target: `/policies/${id}`,
        })),
      ),
      feeds: find(
        (feeds.data ?? []).map((name) => ({
          ...{ id: `feed:${name}`, group: 'feeds', label: name, english: '', icon: RadioTower },
          target: `/feeds/${encodeURIComponent(name)}`,
        })),
      ),
      apiKeys: find(
        (mayReadKeys ? (keys.data?.items ?? []) : []).map(({ id, name, prefix }) => ({
          ...{ id, group: 'apiKeys', label: name, english: '', icon: KeyRound },
          ...(prefix !== null && { note: `${prefix}_…` }),
          target: `/api-keys#${id}`,
        })),
      ),
    } satisfies Partial<Record<PaletteGroup, Command[]>>,
    isLoading: policies.isLoading || feeds.isLoading || keys.isLoading,
  };
}

function userCommand({ name, displayName, href }: ReturnType<typeof foundUsers>[number]): Command {
  const note = displayName === null ? {} : { note: name };
  return {
    ...{ id: `user:${name}`, group: 'users', label: displayName ?? name, english: name, icon: UserRound },
    ...note,
    target: href,
  };
}

const inGroup = (commands: readonly Command[], wanted: PaletteGroup) =>
  commands.filter(({ group }) => group === wanted);

/** What is found by its name, not known by its id, with where it is. */
const foundIcons: [start: string, icon: IconComponent][] = [
  ['/devices', MonitorSmartphone],
  ['/users/', UserRound],
  ['/policies/', Scale],
  ['/feeds/', RadioTower],
  ['/api-keys#', KeyRound],
];

/** A command that was used before, if this person may still use it. */
function againOf({ id, label, href }: RecentCommand, commands: readonly Command[]): Command[] {
  const known = commands.find((command) => command.id === id);
  if (known) return [{ ...known, id: `again:${id}` }];
  if (href === null) return [];
  return foundIcons
    .filter(([start]) => href.startsWith(start))
    .map(([, icon]) => ({ id, group: 'recent', label, english: '', icon, target: href }));
}

const quietMs = 150;

/** The text once typing pauses. */
function useCalm(typed: string): string {
  const [calm, setCalm] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(typed), quietMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return calm;
}

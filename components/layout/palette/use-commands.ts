'use client';

import { useTranslations } from 'next-intl';
import {
  Cable,
  FilePlus2,
  type IconComponent,
  KeyRound,
  Languages,
  Moon,
  Pause,
  Plug,
  Plus,
  RefreshCw,
  Upload,
} from '#components/ui/icons';
import { includeRole, type Role } from '#lib/domain/people/scope';
import { themes } from '#lib/i18n/preference-cookies';
import { usePlaces } from '../navigation.tsx';
import { chooseTheme, localeChoices, useChooseLocale } from '../preference-choices.tsx';
import { useRoles } from '../session-context.tsx';

export const paletteGroups = [
  'recent',
  'users',
  'devices',
  'pages',
  'actions',
  'policies',
  'feeds',
  'apiKeys',
  'settings',
] as const;
export type PaletteGroup = (typeof paletteGroups)[number];

export interface Command {
  id: string;
  group: PaletteGroup;
  label: string;
  english: string;
  /** Next to the label */
  note?: string;
  icon: IconComponent;
  /** Where it leads, or what it does at once */
  target: string | (() => void);
  lang?: string;
}

const morePages = [
  { name: 'exceptions', href: '/policies/exceptions', english: 'policy exceptions' },
  { name: 'versionLists', href: '/policies/version-lists', english: 'version lists' },
  { name: 'alertRules', href: '/alerts/rules', english: 'alert rules' },
  { name: 'deliveries', href: '/alerts/deliveries', english: 'alert deliveries' },
  { name: 'exports', href: '/alerts/exports', english: 'scheduled exports' },
  { name: 'userMail', href: '/alerts/user-mail', english: 'mail to users' },
  { name: 'helpDesk', href: '/guide/help-desk', english: 'guide for help desks' },
  { name: 'admins', href: '/guide/admins', english: 'guide for admins' },
  { name: 'entraOnly', href: '/connection/entra-only', english: 'devices only in entra' },
] as const;

/** Each leads to the page or the dialog that asks. What a role may not do is not offered, and the server checks again. */
const actions = [
  { name: 'newPolicy', href: '/policies/new', english: 'new policy', icon: FilePlus2, needs: 'admin' },
  {
    name: 'createKey',
    href: '/api-keys?ask=create',
    english: 'create api key',
    icon: KeyRound,
    needs: 'admin',
  },
  { name: 'connectMdm', href: '/sources/new', english: 'connect an mdm', icon: Plug, needs: 'admin' },
  { name: 'importFile', href: '/imports', english: 'import a file', icon: Upload, needs: 'admin' },
  {
    name: 'newDestination',
    href: '/alerts/destinations/new',
    english: 'add alert destination',
    icon: Plus,
    needs: 'admin',
  },
  { name: 'newAlertRule', href: '/alerts/rules/new', english: 'new alert rule', icon: Plus, needs: 'admin' },
  {
    name: 'newExport',
    href: '/alerts/exports/new',
    english: 'new scheduled export',
    icon: Plus,
    needs: 'admin',
  },
  {
    name: 'resync',
    href: '/connection?ask=resync',
    english: 'resync sync report all again',
    icon: RefreshCw,
    needs: 'admin',
  },
  { name: 'pause', href: '/connection', english: 'pause resume reporting', icon: Pause, needs: 'admin' },
] as const satisfies { needs: Role; [more: string]: unknown }[];

/** All commands of the signed-in person; what has a name of its own is searched for besides. */
export function useCommands(): Command[] {
  const t = useTranslations('shell');
  const roles = useRoles();
  const { main, settings, guide } = usePlaces();
  const chooseLocale = useChooseLocale();
  const pages = [...main, ...settings, guide].map(({ href, name, icon }): Command => {
    const english = englishNames[href] ?? href.slice(1);
    return { id: href, group: 'pages', label: name, english, icon, target: href };
  });
  return [
    ...pages,
    ...morePages.map(
      ({ name, href, english }): Command => ({
        id: href,
        group: 'pages',
        label: t(`palette.page.${name}`),
        english,
        icon: Cable,
        target: href,
      }),
    ),
    ...actions
      .filter(({ needs }) => includeRole(roles, needs))
      .map(
        ({ name, href, english, icon }): Command => ({
          id: `do:${name}`,
          group: 'actions',
          label: t(`palette.action.${name}`),
          english,
          icon,
          target: href,
        }),
      ),
    ...themes.map(
      (theme): Command => ({
        id: `theme:${theme}`,
        group: 'settings',
        label: `${t('theme')}: ${t(`themes.${theme}`)}`,
        english: `appearance theme ${theme}`,
        icon: Moon,
        target: () => chooseTheme(theme),
      }),
    ),
    ...localeChoices.map(
      ({ value, label, lang }): Command => ({
        id: `language:${value}`,
        group: 'settings',
        label: `${t('language')}: ${label}`,
        english: `language ${languageNames.of(value) ?? ''}`,
        icon: Languages,
        target: () => chooseLocale(value),
        lang,
      }),
    ),
  ];
}

/** Where the address alone is not what people look for. */
const englishNames: Partial<Record<string, string>> = {
  '/audit': 'audit log',
  '/guide': 'guide help reference glossary documentation',
};

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { ModalDialog } from '#components/ui/modal-dialog';
import type { DeviceList } from './use-device-list.ts';

/** Keys and what they do. The keys of the focused row always work; the single keys of the page can be switched off. */
const rowKeys = [
  ['↑ ↓', 'move'],
  ['Home End', 'ends'],
  ['PgUp PgDn', 'screens'],
  ['Space', 'toggle'],
  ['Shift ↑ ↓', 'range'],
  ['Ctrl A', 'selectPage'],
  ['Enter', 'open'],
  ['→', 'quickLook'],
  ['Shift F10', 'menu'],
  ['Esc', 'close'],
] as const;
const pageKeys = [
  ['/', 'search'],
  ['n ]', 'next'],
  ['p [', 'previous'],
  ['q', 'quickLook'],
  ['?', 'help'],
] as const;

export function TableHelp({ list, onClose }: { list: DeviceList; onClose: () => void }) {
  const t = useTranslations('table.help');
  const { preference, changePreference } = list;
  const groups = [
    { title: t('rows'), keys: rowKeys },
    { title: t('page'), keys: pageKeys },
  ];
  return (
    <ModalDialog title={t('title')} open onClose={onClose}>
      {groups.map(({ title, keys }) => (
        <section key={title} className="mt-3">
          <h3 className="font-medium text-muted text-sm">{title}</h3>
          <dl className="mt-1 divide-y divide-line">
            {keys.map(([key, name]) => (
              <div key={name} className="flex items-center justify-between gap-4 py-1">
                <dt>{t(`key.${name}`)}</dt>
                <dd className="flex shrink-0 gap-1" translate="no">
                  {key.split(' ').map((part) => (
                    <kbd
                      key={part}
                      className="min-w-6 rounded-md border border-line-strong bg-sunken px-1.5 text-center font-sans text-sm"
                    >
                      {part}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className="mt-4 flex min-h-8 cursor-pointer items-center gap-2">
        <input
          type="checkbox"
          checked={preference.shortcuts}
          onChange={({ target }) => changePreference({ shortcuts: target.checked })}
          className="size-4 shrink-0 accent-accent"
        />
        {t('singleKeys')}
      </label>
      <div className="mt-3 flex justify-end">
        <Button onClick={onClose}>{t('done')}</Button>
      </div>
    </ModalDialog>
  );
}

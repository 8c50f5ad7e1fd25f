'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FocusEvent, type ReactNode, useId, useState } from 'react';
import { GivenText } from '#components/marks/given-text';
import { ChevronDown, LogOut, UserRound } from '#components/ui/icons';
import { request } from '#lib/client/call';
import { forgetCommands } from '#lib/client/palette/recent-commands';
import { shownText } from '#lib/domain/text/shown-text';
import type { Theme } from '#lib/i18n/preference-cookies';
import { usePlaces } from './navigation.tsx';
import { LanguageChoice, ThemeChoice, TimeZoneChoice } from './preference-choices.tsx';
import { useRoleNames, useSession } from './session-context.tsx';

export interface ChosenPreferences {
  theme: Theme;
  /** Null: the browser's own */
  timeZone: string | null;
}

const menuId = 'account-menu';

/** Who is signed in, what each person sets for themselves, and the way out. */
export function AccountMenu({ theme, timeZone }: ChosenPreferences) {
  const t = useTranslations('shell');
  const { name } = useSession();
  const [open, setOpen] = useState(false);

  function closeWhenLeft({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
    const goesOn = relatedTarget instanceof Node && !currentTarget.contains(relatedTarget);
    if (goesOn) currentTarget.hidePopover();
  }
  return (
    <>
      <button
        type="button"
        popoverTarget={menuId}
        aria-label={t('account')}
        title={shownText(name)}
        className="inline-flex h-9 min-w-9 shrink-0 items-center justify-center gap-1.5 rounded-md px-1.5 font-medium hover:bg-sunken"
      >
        <UserRound aria-hidden="true" size={17} />
        <ChevronDown aria-hidden="true" size={14} className="text-muted max-sm:hidden" />
      </button>
      <section
        id={menuId}
        popover="auto"
        aria-label={t('account')}
        onBeforeToggle={({ newState }) => newState === 'open' && setOpen(true)}
        // Only now: the browser returns the focus from an element that is still there.
        onToggle={({ newState }) => newState === 'closed' && setOpen(false)}
        onBlur={closeWhenLeft}
        className="absolute inset-auto end-3 top-12 m-0 max-h-[calc(100dvh-4rem)] w-80 max-w-[calc(100vw-1.5rem)] overflow-y-auto rounded-lg border border-line bg-surface text-ink shadow-lg"
      >
        {open && (
          <>
            <Who />
            <Choices theme={theme} timeZone={timeZone} />
            <SettingsLinks onOpen={() => document.getElementById(menuId)?.hidePopover()} />
            <SignOutButton />
          </>
        )}
      </section>
    </>
  );
}

function Who() {
  const t = useTranslations();
  const { name, roles, method } = useSession();
  const roleNames = useRoleNames();
  return (
    <div className="border-line border-b px-4 py-3">
      <p className="font-semibold">
        <GivenText text={name} />
      </p>
      <p className="text-muted text-sm">
        {roleNames(roles)} · {t(`shell.signedInBy.${method}`)}
      </p>
    </div>
  );
}

function Choices({ theme, timeZone }: ChosenPreferences) {
  const t = useTranslations('shell');
  const id = useId();
  return (
    <div className="flex flex-col gap-2 border-line border-b px-4 py-3">
      <Choice id={`${id}language`} label={t('language')}>
        <LanguageChoice id={`${id}language`} />
      </Choice>
      <Choice id={`${id}theme`} label={t('theme')}>
        <ThemeChoice id={`${id}theme`} initial={theme} />
      </Choice>
      <Choice id={`${id}zone`} label={t('timeZone')}>
        <TimeZoneChoice id={`${id}zone`} chosen={timeZone} zones={Intl.supportedValuesOf('timeZone')} />
      </Choice>
    </div>
  );
}

function Choice({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-center gap-2">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

const rowClass =
  'flex min-h-9 w-full items-center gap-2.5 rounded-md px-3 py-1 text-start -outline-offset-2 hover:bg-sunken';

function SettingsLinks({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations('shell.settingsPlaces');
  const { settings, guide } = usePlaces();
  return (
    <nav aria-label={t('label')} className="border-line border-b p-1">
      <ul>
        {[...settings, guide].map(({ href, name, icon: Icon, current }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={current}
              onClick={onOpen}
              className={`${rowClass} aria-[current]:text-accent`}
            >
              <Icon aria-hidden="true" size={15} className="text-muted" />
              {href === '/settings' ? t('label') : name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SignOutButton() {
  const t = useTranslations('shell');
  const { method } = useSession();
  const signOut = useMutation({
    mutationFn: () => request('/api/auth/sign-out', { method: 'POST' }),
    onSuccess: () => {
      forgetCommands();
      window.location.assign(`/sign-in?signedOut=${method}`);
    },
  });
  return (
    <div className="p-1">
      <button
        type="button"
        aria-disabled={signOut.isPending || undefined}
        onClick={() => !signOut.isPending && signOut.mutate()}
        className={rowClass}
      >
        <LogOut aria-hidden="true" size={15} className="text-muted" />
        {t('signOut')}
      </button>
    </div>
  );
}

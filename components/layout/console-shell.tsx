import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { AccountMenu, type ChosenPreferences } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { BrowserNotices } from './browser-notices.tsx';
import { LiveUpdates } from './live-updates.tsx';
import { MainNavigation, NavigationButton } from './navigation.tsx';
import { PaletteButton } from './palette/palette-button.tsx';
import { SessionProvider, type SignedIn } from './session-context.tsx';

interface Props {
  session: SignedIn;
  preferences: ChosenPreferences;
  /** Next to the name */
  badge: ReactNode;
  /** Between header and page */
  notices: ReactNode;
  children: ReactNode;
}

/** Header, notices and main area around every page of the console. */
export function ConsoleShell({ session, preferences, badge, notices, children }: Props) {
  const t = useTranslations('shell');
  return (
    <SessionProvider session={session}>
      <SkipLink />
      <LiveUpdates />
      <header className="flex min-h-12 items-center gap-x-2 border-line border-b bg-surface px-4 py-1 max-sm:gap-x-1 max-sm:px-2 lg:gap-x-3">
        <NavigationButton />
        <Link href="/overview" className="shrink-0 rounded-md">
          <Brand compact />
        </Link>
        <MainNavigation />
        <div className="ms-auto min-w-0">{badge}</div>
        <PaletteButton />
        <AccountMenu {...preferences} />
      </header>
      <section aria-label={t('notices')}>
        <BrowserNotices />
        {notices}
      </section>
      <main id="content" tabIndex={-1} className="mx-auto max-w-page px-4 py-5 outline-none max-sm:px-3">
        {children}
      </main>
    </SessionProvider>
  );
}

function SkipLink() {
  const t = useTranslations('app');
  return (
    <a
      href="#content"
      className="sr-only rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50"
    >
      {t('skipToContent')}
    </a>
  );
}

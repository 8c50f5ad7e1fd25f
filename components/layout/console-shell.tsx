import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Theme } from '#lib/i18n/preference-cookies';
import { Brand } from './brand.tsx';
import { HeaderTools } from './header-tools.tsx';
import { LiveUpdates } from './live-updates.tsx';
import { MainNavigation } from './navigation.tsx';
import { SessionProvider, type SignedIn } from './session-context.tsx';

interface Props {
  session: SignedIn;
  theme: Theme;
  /** Next to the name */
  badge: ReactNode;
  /** Between header and page */
  notices: ReactNode;
  children: ReactNode;
}

/** Header, notices and main area around every page of the console. */
export function ConsoleShell({ session, theme, badge, notices, children }: Props) {
  const t = useTranslations('shell');
  return (
    <SessionProvider session={session}>
      <SkipLink />
      <LiveUpdates />
      <header className="border-line border-b bg-surface">
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 max-sm:gap-x-1 max-sm:px-3">
          <Link href="/overview" className="rounded-md">
            <Brand />
          </Link>
          <div className="max-sm:order-last max-sm:w-full">
            <MainNavigation />
          </div>
          <div className="max-sm:order-last max-sm:w-full">{badge}</div>
          <HeaderTools theme={theme} />
        </div>
      </header>
      <section aria-label={t('notices')}>{notices}</section>
      <main id="content" tabIndex={-1} className="mx-auto max-w-7xl px-4 py-5 outline-none max-sm:px-3">
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

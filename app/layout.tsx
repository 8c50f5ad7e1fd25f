import './globals.css';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getNow, getTimeZone } from 'next-intl/server';
import { PageMessages } from '#components/layout/page-messages';
import { Providers } from '#components/layout/providers';
import { earlyInputScript } from '#lib/client/early-input';
import { pageNonce } from '#lib/http/pages/page-context';
import { sharedMessages } from '#lib/i18n/page-messages';
import { parseTheme, preferenceCookies, timeZoneOf } from '#lib/i18n/preference-cookies';

export const metadata: Metadata = { icons: { icon: '/icon.svg' }, manifest: '/manifest.webmanifest' };

export default async function RootLayout({ children }: LayoutProps<'/'>) {
  const [locale, now, timeZone, jar] = await Promise.all([getLocale(), getNow(), getTimeZone(), cookies()]);
  const zoneChosen = timeZoneOf(jar.get(preferenceCookies.timeZoneChoice)?.value) !== null;
  return (
    <html lang={locale} data-theme={parseTheme(jar.get(preferenceCookies.theme)?.value)}>
      <head>
        <script
          nonce={pageNonce()}
          // Browsers hide the nonce from scripts.
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, no user input
          dangerouslySetInnerHTML={{ __html: earlyInputScript }}
        />
      </head>
      <body className="bg-canvas antialiased">
        <NextIntlClientProvider messages={{}}>
          <PageMessages groups={sharedMessages}>
            <Providers now={now.getTime()} timeZone={timeZone} zoneChosen={zoneChosen}>
              {children}
            </Providers>
          </PageMessages>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}

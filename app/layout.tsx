import './globals.css';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getNow, getTimeZone } from 'next-intl/server';
import { Providers } from '#components/layout/providers';
import { messagesOf, sharedMessages } from '#lib/i18n/page-messages';
import { parseTheme, preferenceCookies, timeZoneOf } from '#lib/i18n/preferences';

export default async function RootLayout({ children }: LayoutProps<'/'>) {
  const [locale, messages, now, timeZone, jar] = await Promise.all([
    getLocale(),
    getMessages(),
    getNow(),
    getTimeZone(),
    cookies(),
  ]);
  const zoneChosen = timeZoneOf(jar.get(preferenceCookies.timeZoneChoice)?.value) !== null;
  return (
    <html lang={locale} data-theme={parseTheme(jar.get(preferenceCookies.theme)?.value)}>
      <body className="bg-canvas antialiased">
        <NextIntlClientProvider messages={messagesOf(messages, sharedMessages)}>
          <Providers now={now.getTime()} timeZone={timeZone} zoneChosen={zoneChosen}>
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}

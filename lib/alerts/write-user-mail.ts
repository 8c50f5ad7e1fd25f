import { escape as html } from 'es-toolkit';
import type { Database } from '#lib/db/core/database';
import { userTextPlan } from '#lib/domain/devices/user-text';
import { getDevice } from '../devices/get-device.ts';
import { textForUser } from '../devices/write-user-text.ts';
import type { Locale } from '../i18n/locales.ts';
import { translatorOf } from '../i18n/read-messages.ts';
import { mailPage } from './message-forms.ts';

interface Settings {
  companyName: string;
  helpDesk: string;
  footer: Partial<Record<string, string>>;
}

interface MailRequest {
  deviceId: string;
  locale: Locale;
  settings: Settings;
  link?: string | undefined;
  now: Date;
}

export interface UserMailMessage {
  subject: string;
  text: string;
  html: string;
  /** Name of the device */
  device: string;
  /** What the mail is about as things are now: the user has to act, waits, or has nothing to do */
  about: ReturnType<typeof userTextPlan>['subject'];
  /** Where replies go; null: to the sender */
  replyTo: string | null;
}

/**
 * What a device's user is told by mail, in their language, with the company's own words. `link`: what makes the help page show the
 * state of the device; without it, the page says what helps in general. Throws `not_found`.
 */
export async function writeUserMailMessage(
  { db, publicUrl }: { db: Database; publicUrl: string },
  { deviceId, locale, settings, link, now }: MailRequest,
): Promise<UserMailMessage> {
  const device = await getDevice(db, deviceId, now);
  const [{ subject, body }, t] = await Promise.all([
    textForUser(device, { locale }),
    translatorOf(locale, 'userMail'),
  ]);
  const { companyName, helpDesk, footer } = settings;
  const ends = [
    ...(helpDesk === '' ? [] : [t('helpDesk', { contact: helpDesk })]),
    ...(footer[locale] === undefined || footer[locale] === '' ? [] : [footer[locale]]),
    companyName === '' ? t('sentBy') : t('sentFor', { company: companyName }),
  ];
  const help = {
    label: t('howTo'),
    url: `${publicUrl}/help${link === undefined ? '' : `/${link}`}?language=${locale}`,
  };
  const paragraphs = body.split('\n\n').map((text) => `<p>${html(text).replaceAll('\n', '<br>')}</p>`);
  const page = [
    ...(companyName === '' ? [] : [`<p style="font-weight:600">${html(companyName)}</p>`]),
    ...paragraphs,
    `<p><a href="${html(help.url)}">${html(help.label)}</a></p>`,
    `<hr style="border:0;border-top:1px solid #8888;margin:24px 0">`,
    ...ends.map((text) => `<p style="font-size:13px">${html(text).replaceAll('\n', '<br>')}</p>`),
  ];
  return {
    subject,
    text: `${[body, `${help.label}: ${help.url}`, `-- \n${ends.join('\n\n')}`].join('\n\n')}\n`,
    html: mailPage(page.join(''), locale),
    device: device.name,
    about: userTextPlan(device).subject,
    replyTo: /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(helpDesk) ? helpDesk : null,
  };
}

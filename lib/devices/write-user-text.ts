import type { Database } from '#lib/db/core/database';
import { userTextPlan } from '#lib/domain/devices/user-text';
import { shownText } from '#lib/domain/text/shown-text';
import type { DeviceDetail } from '../contract/device.ts';
import type { UserText, UserTextQuery } from '../contract/user-text.ts';
import { translatorOf } from '../i18n/read-messages.ts';
import { getDevice } from './get-device.ts';

/** A mail for the device's user, in a language of choice: what is wrong and what to do. Throws `not_found`. */
export async function writeUserText(
  db: Database,
  deviceId: string,
  { locale }: UserTextQuery,
  now: Date,
): Promise<UserText> {
  const [device, t] = await Promise.all([getDevice(db, deviceId, now), translatorOf(locale, 'userText')]);
  const { subject, problems, steps, outlooks } = userTextPlan(device);
  const policies = namedPolicies(device);
  const words = {
    device: shownText(device.name),
    system: device.os,
    count: policies.length,
    policies: new Intl.ListFormat(locale).format(policies.map(shownText)),
  };
  const name = device.userDisplayName;
  const paragraphs = [
    name === null ? t('greeting') : t('greetingByName', { name: shownText(name) }),
    ...problems.map((problem) => t(`problem.${problem}`, words)),
    ...(steps.length > 0
      ? [[t('stepsTitle'), ...steps.map((step, n) => `${n + 1}. ${t(`step.${step}`, words)}`)].join('\n')]
      : []),
    ...outlooks.map((outlook) => t(`outlook.${outlook}`, words)),
    t('closing'),
  ];
  return { locale, subject: t(`subject.${subject}`, words), body: paragraphs.join('\n\n') };
}

/** All that keep the user out, since fixing one alone does not help; else those that warn them. */
function namedPolicies({ verdict, violations, blockingViolations }: DeviceDetail): string[] {
  const named =
    verdict === 'compliant' ? violations.filter(({ action }) => action === 'send_alert') : blockingViolations;
  return [...new Set(named.map(({ policy }) => policy))];
}

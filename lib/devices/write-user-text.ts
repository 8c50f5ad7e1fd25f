import type { DeviceDetail } from '../contract/device.ts';
import type { UserText, UserTextQuery } from '../contract/user-text.ts';
import type { Database } from '../db/database.ts';
import { shownText } from '../domain/shown-text.ts';
import { userTextPlan } from '../domain/user-text.ts';
import { translatorOf } from '../i18n/translator-of.ts';
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
  const policies = decisivePolicies(device);
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

/** Those behind the action in force: what else is violated neither blocks the user nor warns them. */
function decisivePolicies({ violations, action }: DeviceDetail): string[] {
  return [
    ...new Set(violations.filter((violation) => violation.action === action).map(({ policy }) => policy)),
  ];
}

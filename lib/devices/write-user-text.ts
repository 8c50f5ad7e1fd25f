import type { Database } from '#lib/db/core/database';
import { type UserTextPlan, userTextPlan } from '#lib/domain/devices/user-text';
import { userFixes } from '#lib/domain/policies/fix-text';
import { shownText } from '#lib/domain/text/shown-text';
import type { DeviceDetail } from '../contract/device.ts';
import type { DeviceViolation } from '../contract/device-violation.ts';
import type { UserText, UserTextQuery } from '../contract/user-text.ts';
import { translatorOf } from '../i18n/read-messages.ts';
import { counts } from './device-violations.ts';
import { getDevice } from './get-device.ts';

/** A mail for the device's user, in a language of choice: what is wrong and what to do. Throws `not_found`. */
export async function writeUserText(
  db: Database,
  deviceId: string,
  query: UserTextQuery,
  now: Date,
): Promise<UserText> {
  return textForUser(await getDevice(db, deviceId, now), query);
}

/** The same of a device that is known already. */
export async function textForUser(device: DeviceDetail, query: UserTextQuery): Promise<UserText> {
  const [t, parts] = await Promise.all([
    translatorOf(query.locale, 'userText'),
    partsForUser(device, query, 'mail'),
  ]);
  const { subject, problems, steps, outlooks } = parts;
  const name = device.userDisplayName;
  const numbered = steps.map((text, n) => `${n + 1}. ${text}`);
  const paragraphs = [
    name === null ? t('greeting') : t('greetingByName', { name: shownText(name) }),
    ...problems,
    ...(numbered.length > 0 ? [[t('stepsTitle'), ...numbered].join('\n')] : []),
    ...outlooks,
    t('closing'),
  ];
  return { locale: query.locale, subject, body: paragraphs.join('\n\n') };
}

export interface UserTextParts {
  subject: string;
  problems: string[];
  /** What the user does, one after the other */
  steps: string[];
  outlooks: string[];
}

/** What a device's user has to know and do. `where`: a mail can be replied to, and a page cannot. */
export async function partsForUser(
  device: DeviceDetail,
  { locale, timeZone = 'UTC' }: UserTextQuery,
  where: 'mail' | 'page',
): Promise<UserTextParts> {
  const t = await translatorOf(locale, 'userText');
  const { subject, problems, steps, outlooks } = userTextPlan(device);
  const named = namedViolations(device);
  const policies = [...new Set(named.map(({ policy }) => policy))];
  const { fixes, others } = userFixes(named, locale);
  const words = {
    where,
    device: shownText(device.name),
    system: device.os,
    count: policies.length,
    by:
      device.losesAccessAt === null
        ? ''
        : timeFormat(locale, timeZone).format(new Date(device.losesAccessAt)),
    policies: new Intl.ListFormat(locale).format(policies.map(shownText)),
  };
  // A policy of Tenko's own may say what to do about it; the general step is for the rest.
  const stepText = (step: UserTextPlan['steps'][number]) =>
    step === 'policies'
      ? [...fixes, ...(others ? [t('step.policies', words)] : [])]
      : [t(`step.${step}`, words)];
  return {
    subject: t(`subject.${subject}`, words),
    problems: problems.map((problem) => t(`problem.${problem}`, words)),
    steps: steps.flatMap(stepText),
    outlooks: outlooks.map((outlook) => t(`outlook.${outlook}`, words)),
  };
}

/** With its zone: the user may be in another one. */
function timeFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  });
}

/** All that keep the user out, since fixing one alone does not help; else those that will, or that warn them. */
function namedViolations({ verdict, violations, blockingViolations }: DeviceDetail): DeviceViolation[] {
  if (verdict !== 'compliant') return blockingViolations;
  return violations.filter(
    (one) => one.losesAccessAt !== null || (counts(one) && one.action === 'send_alert'),
  );
}

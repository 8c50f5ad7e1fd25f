import {
  countUsersToMail,
  findDeviceToAct,
  readUserMail,
  type UserMailRow,
  writeUserMail,
} from '#lib/db/alerts/user-mail';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import type { AlertTools } from '#lib/domain/alerts/alert-tools';
import type { Actor } from '#lib/domain/people/actor';
import type {
  UserMailInput,
  UserMailItem,
  UserMailPreview,
  UserMailPreviewBody,
} from '../contract/user-mail.ts';
import { TenkoError } from '../errors.ts';
import { writeUserMailMessage } from './write-user-mail.ts';

const mostDevices = 100_000;

interface With {
  db: Database;
  alerts: AlertTools;
}

export async function getUserMail({ db, alerts }: With): Promise<UserMailItem> {
  const [row, wouldReceive] = await Promise.all([
    readUserMail(db.pool),
    countUsersToMail(db.pool, mostDevices),
  ]);
  const { enabled, companyName, helpDesk, footer, backInOrder, language } = row ?? unsaved;
  return {
    enabled,
    companyName,
    helpDesk,
    footer: footer as UserMailItem['footer'],
    backInOrder,
    language: language as UserMailItem['language'],
    wouldReceive,
    configured: alerts.mail !== null,
    updatedAt: row?.updatedAt.toISOString() ?? null,
    updatedBy: row?.updatedBy ?? null,
  };
}

/** Throws `mail_not_configured` where it is switched on and this server sends no mail. */
export async function setUserMail(
  { db, alerts }: With,
  input: UserMailInput,
  actor: Actor,
  now: Date,
): Promise<UserMailItem> {
  if (input.enabled && alerts.mail === null) {
    throw new TenkoError(
      'mail_not_configured',
      'This server sends no mail: set TENKO_SMTP_URL (or TENKO_MAIL_BY_GRAPH) and TENKO_MAIL_FROM, and restart Tenko.',
    );
  }
  const { enabled, companyName, helpDesk, backInOrder, language } = input;
  const footer = Object.fromEntries(Object.entries(input.footer).filter(([, text]) => text !== ''));
  const choices = { enabled, companyName, helpDesk, footer, backInOrder, language };
  await db.transaction(async (tx) => {
    const stored = await readUserMail(tx);
    await writeUserMail(tx, { ...choices, updatedAt: now, updatedBy: actor.name });
    const before = stored === null ? {} : { before: factsOf(stored) };
    const after = factsOf(choices);
    await recordAudit(tx, { actor, action: 'user_mail.change', target: null, ...before, after, now });
  });
  return getUserMail({ db, alerts });
}

/** Throws `not_found` for a device that is not there. */
export async function previewUserMail(
  { db, alerts }: With,
  { in: locale, deviceId, ...settings }: UserMailPreviewBody,
  now: Date,
): Promise<UserMailPreview> {
  const id = deviceId ?? (await findDeviceToAct(db.pool));
  if (id === null) return { mail: null };
  const { subject, text, html, device } = await writeUserMailMessage(
    { db, publicUrl: alerts.publicUrl },
    { deviceId: id, locale, settings, now },
  );
  return { mail: { subject, text, html, device } };
}

const unsaved: Omit<UserMailRow, 'updatedAt' | 'updatedBy' | 'heldUntil'> = {
  enabled: false,
  companyName: '',
  helpDesk: '',
  footer: {},
  backInOrder: false,
  language: 'en',
};

function factsOf({ enabled, companyName, helpDesk, footer, backInOrder, language }: typeof unsaved) {
  return { enabled, companyName, helpDesk, footer: JSON.stringify(footer), backInOrder, language };
}

import type { ToldEvent } from '#lib/db/alerts/alert-deliveries';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import type { AlertData } from '#lib/domain/alerts/alert-event';
import type { MailMessage } from '#lib/domain/alerts/alert-tools';
import { exportedListUrl, exportPathOf } from '#lib/domain/alerts/export-schedule';
import type { BoundedCount } from '#lib/domain/bounded-count';
import { tenkoItself } from '#lib/domain/people/actor';
import { shownText } from '#lib/domain/text/shown-text';
import { dayOf } from '#lib/domain/text/zoned-time';
import { deviceFile } from '../devices/export-devices.ts';
import type { Locale } from '../i18n/locales.ts';
import { translatorOf } from '../i18n/read-messages.ts';
import type { PeopleMessage } from './message-forms.ts';
import type { DueExport } from './queue-exports.ts';

/** Of a file in a mail. Microsoft takes 4 MB of a mail that is encoded twice, and others not much more. */
const mostRows = 10_000;
const mostBytes = 2_000_000;
const rowsAtOnce = 250;

/** What people get; a file where it was asked for and there is a device. */
export interface WrittenExport {
  message: PeopleMessage;
  attachment?: MailMessage['attachment'];
}

interface Receiver {
  /** For the audit log */
  name: string;
  takesFile: boolean;
  locale: Locale;
}

/** A scheduled export in the language of its readers; its file has the devices as they are now. */
export async function writeExport(
  { db, publicUrl }: { db: Database; publicUrl: string },
  event: Pick<ToldEvent, 'at' | 'data'>,
  to: Receiver,
  now: Date,
): Promise<WrittenExport> {
  const due = event.data as unknown as DueExport;
  const file = to.takesFile && due.count?.value !== 0 ? await readFile(db, due, now) : null;
  if (file !== null && file.rows > 0) await auditFile(db, due, to.name, file, now);
  const count = file === null ? due.count : countOf(file, due.count);
  const message = await messageOf(due, { to, file, count, at: file === null ? event.at : now, publicUrl });
  return file === null || file.rows === 0
    ? { message }
    : { message, attachment: attachmentOf(due, file.content, now) };
}

/** What a webhook says of it: no devices, but where the API has them. */
export function exportData(data: AlertData, publicUrl: string): Record<string, unknown> {
  const due = data as unknown as DueExport;
  const { export: about, columns, count } = due;
  return {
    export: { ...about, url: `${publicUrl}/alerts/exports/${about.id}` },
    count,
    url: exportedListUrl(publicUrl, about.id, due),
    exportPath: exportPathOf(due, columns),
  };
}

interface FileRead {
  content: Buffer;
  rows: number;
  /** Whether all devices are in it */
  complete: boolean;
}

/** As much of the list as a mail may have, read a few hundred devices at a time. */
async function readFile(db: Database, { filter, sort, columns }: DueExport, now: Date): Promise<FileRead> {
  const parts: Buffer[] = [];
  const read = { rows: 0, bytes: 0, complete: true };
  const query = { ...filter, sort, columns, format: 'csv', bom: true } as const;
  for await (const { text, rows } of deviceFile(db, query, now, rowsAtOnce)) {
    const part = Buffer.from(text);
    read.complete = read.rows + rows <= mostRows && read.bytes + part.length <= mostBytes;
    if (!read.complete) break;
    parts.push(part);
    read.rows += rows;
    read.bytes += part.length;
  }
  return { content: Buffer.concat(parts), rows: read.rows, complete: read.complete };
}

/** Of a whole file, its own; otherwise what was counted when it was due, unless the file has more. */
function countOf({ rows, complete }: FileRead, counted: BoundedCount | null): BoundedCount {
  if (complete) return { value: rows, exact: true };
  return counted !== null && counted.value > rows ? counted : { value: rows, exact: false };
}

/** Who sees it in the end is whoever reads the destination. */
async function auditFile(db: Database, due: DueExport, destination: string, file: FileRead, now: Date) {
  const { filter, sort, columns } = due;
  const details = {
    filter: JSON.stringify(filter),
    sort,
    format: 'csv',
    ...(columns.length > 0 && { columns: columns.join(', ') }),
    count: file.rows,
    complete: file.complete,
    destination,
  };
  const target = due.export.id;
  await recordAudit(db.pool, { actor: tenkoItself, action: 'device.export', target, details, now });
}

interface Writing {
  to: Receiver;
  file: FileRead | null;
  count: BoundedCount | null;
  /** When the file was written, or the devices were counted */
  at: Date;
  publicUrl: string;
}

async function messageOf(
  due: DueExport,
  { to, file, count, at: time, publicUrl }: Writing,
): Promise<PeopleMessage> {
  const { locale } = to;
  const t = await translatorOf(locale, 'alertText');
  const { timeZone } = due;
  const at = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    time,
  );
  const name = shownText(due.export.name);
  const number = count?.value ?? 0;
  const titleOf = () => {
    if (count === null) return t('export.title.unknown', { name });
    return count.exact
      ? t('export.title.exact', { name, count: number })
      : t('export.title.more', { name, count: number });
  };
  const leadOf = () => {
    if (count?.value === 0) return t('export.none', { at });
    return file === null ? t('export.linked', { at }) : t('export.attached', { at });
  };
  return {
    title: titleOf(),
    lead: leadOf(),
    facts: [],
    items: [],
    rest: file === null || file.complete ? '' : t('export.cut', { count: file.rows }),
    link: { label: t('open'), url: exportedListUrl(publicUrl, due.export.id, due) },
    footer: t('export.footer'),
    locale,
  };
}

function attachmentOf({ export: { name }, timeZone }: DueExport, content: Buffer, now: Date) {
  // What file systems refuse
  const safe = shownText(name)
    .replace(/[\p{C}\\/:*?"<>|]+/gu, ' ')
    .trim();
  const filename = `${safe} ${dayOf(now.toISOString(), timeZone)}.csv`;
  return { filename, contentType: 'text/csv; charset=utf-8', content };
}

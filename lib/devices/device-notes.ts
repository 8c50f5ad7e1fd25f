import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { type History, readHistory } from '#lib/db/core/page-position';
import type { Transaction } from '#lib/db/core/prisma';
import { publishChange } from '#lib/db/core/publish-change';
import { lockNote, type NoteRow, selectNotes } from '#lib/db/devices/device-tags';
import { recordAudit } from '#lib/db/people/audit';
import { noteBounds } from '#lib/domain/devices/device-tags';
import type { Actor, Owner } from '#lib/domain/people/actor';
import type { DeviceNote, NotePage } from '../contract/device-tags.ts';
import type { HistoryQuery } from '../contract/report.ts';
import { TenkoError } from '../errors.ts';

/** Who reads or writes notes. */
interface NoteUser {
  owner: Owner;
  isAdmin: boolean;
}
interface NoteWriter extends NoteUser {
  actor: Actor;
}

const history: History<NoteRow> = {
  sort: '-createdAt',
  select: selectNotes,
  timeOf: ({ createdAt }) => createdAt,
};

/** The notes about a device, newest first. Throws `not_found`. */
export async function listNotes(
  db: Database,
  deviceId: string,
  query: HistoryQuery,
  user: NoteUser,
): Promise<NotePage> {
  const { rows, nextCursor } = await readHistory(db, deviceId, query, history);
  return { items: rows.map((row) => toNote(row, user)), nextCursor };
}

/** Throws `not_found`, or `too_many_notes`. The audit log says who wrote one, and not what: it keeps everything. */
export async function createNote(
  db: Database,
  deviceId: string,
  text: string,
  user: NoteWriter,
  now: Date,
): Promise<DeviceNote> {
  const { actor, owner } = user;
  const row = { id: uuidv7(), text, ownerKey: owner, author: actor.name, createdAt: now, editedAt: null };
  await db.transaction(async (tx) => {
    const [device] = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM devices WHERE id = ${deviceId}::uuid FOR NO KEY UPDATE`;
    if (device === undefined) throw new TenkoError('not_found', `Device ${deviceId} not found.`);
    if ((await tx.deviceNote.count({ where: { deviceId } })) >= noteBounds.each) {
      throw new TenkoError('too_many_notes', `A device can have at most ${noteBounds.each} notes.`);
    }
    await tx.deviceNote.create({ data: { ...row, deviceId } });
    await note(tx, { actor, action: 'device_note.create', deviceId, row, now });
  });
  return toNote(row, user);
}

/** Throws `not_found`, or `not_authorized` for the note of another. */
export async function changeNote(
  db: Database,
  { deviceId, id, text }: { deviceId: string; id: string; text: string },
  user: NoteWriter,
  now: Date,
): Promise<DeviceNote> {
  const { actor } = user;
  return db.transaction(async (tx) => {
    const found = await required(tx, deviceId, id);
    if (found.ownerKey !== user.owner) {
      throw new TenkoError('not_authorized', `Only ${found.author} can change this note.`);
    }
    const row = { ...found, text, editedAt: now };
    if (text === found.text) return toNote(found, user);
    await tx.deviceNote.update({ where: { id }, data: { text, editedAt: now } });
    await note(tx, { actor, action: 'device_note.change', deviceId, row, now });
    return toNote(row, user);
  });
}

/** Throws `not_found`, or `not_authorized` for the note of another where the caller is no admin. */
export async function deleteNote(
  db: Database,
  { deviceId, id }: { deviceId: string; id: string },
  user: NoteWriter,
  now: Date,
): Promise<{ id: string }> {
  const { actor } = user;
  await db.transaction(async (tx) => {
    const row = await required(tx, deviceId, id);
    if (!toNote(row, user).deletable) {
      throw new TenkoError('not_authorized', `Only ${row.author} or an admin can delete this note.`);
    }
    await tx.deviceNote.delete({ where: { id } });
    await note(tx, { actor, action: 'device_note.delete', deviceId, row, now });
  });
  return { id };
}

async function required(tx: Transaction, deviceId: string, id: string): Promise<NoteRow> {
  const row = await lockNote(tx, deviceId, id);
  if (row === null) throw new TenkoError('not_found', 'Note not found.');
  return row;
}

interface Noted {
  actor: Actor;
  action: 'device_note.create' | 'device_note.change' | 'device_note.delete';
  deviceId: string;
  row: NoteRow;
  now: Date;
}

async function note(tx: Transaction, { actor, action, deviceId, row, now }: Noted): Promise<void> {
  publishChange(tx, { devices: [deviceId] });
  const details = { note: row.id, author: row.author, letters: row.text.length };
  await recordAudit(tx, { actor, action, target: deviceId, details, now });
}

function toNote(row: NoteRow, { owner, isAdmin }: NoteUser): DeviceNote {
  const own = row.ownerKey === owner;
  return {
    id: row.id,
    text: row.text,
    author: row.author,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    own,
    deletable: own || isAdmin,
  };
}

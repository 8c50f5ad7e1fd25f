import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Database } from '#lib/db/core/database';
import { printable } from '#lib/domain/text/shown-text';
import { readEnv } from '#lib/env';
import { erasePerson } from '#lib/privacy/erase-person';
import { exportPerson } from '#lib/privacy/export-person';
import { withCommandDatabase } from './command-database.ts';
import { erasureLines, messagesLeft } from './erasure-lines.ts';
import { readPersonalDataArguments } from './personal-data-arguments.ts';
import { runAsProgram } from './program.ts';

/** `npm run personal-data`: exports, or erases, all that is kept of one person. */
await runAsProgram(async () => {
  const given = readPersonalDataArguments(process.argv.slice(2));
  await withCommandDatabase(
    (db) =>
      given.command === 'export'
        ? writeExport(db, given.user, given.file)
        : erase(db, given.user, given.write),
    { maxConnections: 2 },
  );
});

async function writeExport(db: Database, user: string, file: string | null): Promise<void> {
  const text = exportPerson(db, user, { now: new Date() });
  if (file === null) {
    for await (const part of text) if (!process.stdout.write(part)) await once(process.stdout, 'drain');
    return;
  }
  // Never over another file, and for nobody else's eyes
  const handle = await open(file, 'wx', 0o600);
  try {
    await pipeline(text, handle.createWriteStream());
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  console.log(
    `Written to ${file}. Texts from Microsoft in it may name other people. Check it before you pass it on.`,
  );
}

async function erase(db: Database, user: string, write: boolean): Promise<void> {
  const erasure = await erasePerson(db, user, { write, now: new Date() });
  for (const line of erasureLines(user, erasure, { write, auditDays: readEnv().retentionDays.audit })) {
    console.log(printable(line));
  }
  const left = messagesLeft(erasure);
  if (!write || left === 0) return;
  const messages = left === 1 ? 'One message is' : `${left} messages are`;
  throw new Error(`${messages} on the way to Microsoft: run this again once Microsoft has answered.`);
}

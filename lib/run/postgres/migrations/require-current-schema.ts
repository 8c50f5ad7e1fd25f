import { setTimeout as wait } from 'node:timers/promises';
import { endWith } from '#lib/run/commands/program';
import { checkSchema, SchemaMisfit } from './schema-fit.ts';

const retryMs = 1_000;

/**
 * For a process that starts without a database, too. Throws SchemaMisfit where the schema is another version's; where
 * the database cannot be asked yet it is asked again, and a misfit then ends the process with one line.
 */
export async function requireCurrentSchema(databaseUrl: string): Promise<void> {
  try {
    await checkSchema(databaseUrl);
  } catch (error) {
    if (error instanceof SchemaMisfit) throw error;
    void guardLater(databaseUrl);
  }
}

async function guardLater(databaseUrl: string): Promise<void> {
  await wait(retryMs, undefined, { ref: false });
  await requireCurrentSchema(databaseUrl).catch(endWith);
}

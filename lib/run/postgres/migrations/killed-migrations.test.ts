import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { migrate, migrationLocks } from '#lib/run/commands/migrate';
import {
  addRowsBefore,
  createStageDatabase,
  dropStageDatabase,
  execute,
  migrateWithRows,
  onDatabase,
  readContents,
} from '#lib/test-kit/processes/migration-stages';
import { readMigrations } from './read-migrations.ts';

/**
 * A real process is killed with SIGKILL at the beginning of each statement that changes the schema, in each migration.
 * An event trigger in the test's database counts them and stops at the one that is wanted.
 */
const pauses = `
CREATE SCHEMA pauses;
CREATE SEQUENCE pauses.counter;
CREATE TABLE pauses.wanted (n bigint NOT NULL);
INSERT INTO pauses.wanted VALUES (0);
CREATE FUNCTION pauses.pause() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Not within the script of an extension
  IF tg_tag <> 'CREATE EXTENSION' AND current_query() ~ 'CREATE EXTENSION' THEN RETURN; END IF;
  IF nextval('pauses.counter') = (SELECT n FROM pauses.wanted) THEN PERFORM pg_advisory_lock(1); END IF;
END $$;
CREATE EVENT TRIGGER pauses ON ddl_command_start EXECUTE FUNCTION pauses.pause();
SELECT setval('pauses.counter', 1, false)`;

const migrations = await readMigrations();
const made: string[] = [];
afterAll(async () => {
  for (const name of made) await dropStageDatabase(name);
}, 120_000);

async function stage(template?: string) {
  const database = await createStageDatabase(template);
  made.push(database.name);
  return database;
}

test.concurrent.each(migrations.map(({ name }, index) => [name, index] as const))(
  '%s survives a kill at every statement',
  async (name, index) => {
    const upTo = migrations.slice(0, index + 1);
    const { url, name: database } = await stage();
    await migrateWithRows(url, migrations.slice(0, index));
    await addRowsBefore(url, name);
    await execute(url, pauses);
    const whole = await stage(database);
    await migrate(whole.url, upTo);
    const wanted = await readContents(whole.url);
    const steps = await countOf(whole.url);
    const before = await readContents(url);
    for (let step = 1; step <= steps; step += 1) {
      await killAt(url, step);
      if (upTo[index]?.inTransaction) {
        expect(await readContents(url), `killed at statement ${step}`).toEqual(before);
      }
    }
    await migrate(url, upTo);
    expect(await readContents(url)).toEqual(wanted);
  },
  300_000,
);

async function countOf(url: string): Promise<number> {
  return onDatabase(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT CASE WHEN is_called THEN last_value ELSE 0 END::int AS count FROM pauses.counter`,
    );
    return rows[0]?.count ?? 0;
  });
}

/** Every second time the server goes on with the statement, and finds its client gone only afterwards. */
async function killAt(url: string, step: number): Promise<void> {
  await onDatabase(url, async (client) => {
    await client.query('SELECT pg_advisory_lock(1)');
    await client.query('UPDATE pauses.wanted SET n = $1', [step]);
    await client.query(`SELECT setval('pauses.counter', 1, false)`);
    const child = spawn(process.execPath, ['lib/run/commands/migrate.ts'], {
      cwd: projectRoot,
      env: childEnv({ DATABASE_URL: url }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const errors = outputOf(child);
    const waiting = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    let pid: number | undefined;
    while (pid === undefined) {
      if (child.exitCode !== null) throw new Error(`it ended before statement ${step}: ${await errors}`);
      pid = (await client.query<{ pid: number }>(waiting)).rows[0]?.pid;
    }
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await client.query('UPDATE pauses.wanted SET n = 0');
    if (step % 2 === 0) await client.query('SELECT pg_terminate_backend($1)', [pid]);
    await client.query('SELECT pg_advisory_unlock_all()');
    // Until the server is through with it, as the next start waits, too.
    await client.query('SELECT pg_advisory_lock($1)', [migrationLocks[0]]);
  });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const part of child.stderr ?? []) text += part;
  return text;
}

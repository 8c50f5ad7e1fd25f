import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { migrate, migrationLocks } from '#lib/run/commands/migrate';
import { connectionToCut } from '#lib/test-kit/processes/cut-connection';
import {
  addRowsBefore,
  createStageDatabase,
  execute,
  onDatabase,
  readContents,
} from '#lib/test-kit/processes/migration-stages';
import { isSoak } from '#lib/test-kit/soak';
import { type Migration, readMigrations } from './read-migrations.ts';

/**
 * A migration is killed at the beginning of statements that change the schema: the first, the last and one between, and all
 * of them in a soak run. A real process gets SIGKILL at the one between, and at all in a soak run; at the others the
 * connection is cut. What a transaction would leave behind at any statement is still there at its last one.
 * An event trigger in the test's database counts the statements and stops at the wanted one.
 */
const pauses = `
CREATE SCHEMA pauses;
-- Unlogged: a logged one makes its transaction write, and what is CONCURRENTLY has to be the first to do that.
CREATE UNLOGGED SEQUENCE pauses.counter;
CREATE TABLE pauses.wanted (n bigint NOT NULL);
INSERT INTO pauses.wanted VALUES (0);
CREATE FUNCTION pauses.pause() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Not within the script of an extension
  IF tg_tag <> 'CREATE EXTENSION' AND current_query() ~ 'CREATE EXTENSION' THEN RETURN; END IF;
  IF nextval('pauses.counter') = (SELECT n FROM pauses.wanted) THEN
    -- The test may take its time.
    PERFORM set_config('lock_timeout', '0', true), pg_advisory_lock(1);
  END IF;
END $$;
CREATE EVENT TRIGGER pauses ON ddl_command_start EXECUTE FUNCTION pauses.pause();
SELECT setval('pauses.counter', 1, false)`;

const migrations = await readMigrations();

/** For each migration, a database as it is before it, with rows to keep. All of them go with the test server. */
const before: string[] = [];
beforeAll(async () => {
  for (const [index, { name }] of migrations.entries()) {
    const database = await createStageDatabase(before.at(-1));
    await migrate(database.url, migrations.slice(0, index));
    await addRowsBefore(database.url, name);
    before.push(database.name);
  }
}, 120_000);

test.concurrent.each(migrations.map(({ name }, index) => [name, index] as const))(
  '%s survives a kill at any statement',
  async (_name, index) => {
    const upTo = migrations.slice(0, index + 1);
    const { url, name: database } = await createStageDatabase(before[index]);
    await execute(url, pauses);
    const whole = await createStageDatabase(database);
    await migrate(whole.url, upTo);
    const wanted = await readContents(whole.url);
    const steps = await countOf(whole.url);
    const untouched = await readContents(url);
    const realKill = 1 + (index % Math.max(1, steps));
    const all = Array.from({ length: steps }, (_, before) => before + 1);
    const some = new Set([1, realKill, steps].filter((one) => one <= steps));
    for (const step of isSoak || upTo[index]?.kind !== 'transaction' ? all : some) {
      const isProcess = isSoak || step === realKill;
      await killAt(url, step, () => (isProcess ? migratingProcess(url) : migratingConnection(url, upTo)));
      if (upTo[index]?.kind === 'transaction') {
        expect(await readContents(url), `killed at statement ${step}`).toEqual(untouched);
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

interface Victim {
  /** Rejects when it ends before it is killed */
  ended: Promise<never>;
  kill(): Promise<unknown>;
}

/** The command, as a process: killed with SIGKILL. */
function migratingProcess(url: string): Victim {
  const child = spawn(process.execPath, ['lib/run/commands/migrate.ts'], {
    cwd: projectRoot,
    env: childEnv({ DATABASE_URL: url }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors = outputOf(child);
  const exit = once(child, 'exit');
  return {
    ended: exit.then(async () => Promise.reject(new Error(await errors))),
    kill: () => {
      child.kill('SIGKILL');
      return exit;
    },
  };
}

/** The same in this process: its connection is cut, which is all that PostgreSQL sees of a SIGKILL. */
async function migratingConnection(url: string, upTo: readonly Migration[]): Promise<Victim> {
  const connection = await connectionToCut(url);
  const migrating = migrate(connection.url, upTo);
  return {
    ended: migrating.then((applied) => Promise.reject(new Error(`applied ${applied.join(', ')}`))),
    kill: async () => {
      await connection.cut();
      await migrating.catch(() => undefined);
    },
  };
}

/** Every second time the server goes on with the statement, and finds its client gone only afterwards. */
async function killAt(url: string, step: number, begin: () => Victim | Promise<Victim>): Promise<void> {
  await onDatabase(url, async (client) => {
    await client.query('SELECT pg_advisory_lock(1)');
    await client.query('UPDATE pauses.wanted SET n = $1', [step]);
    await client.query(`SELECT setval('pauses.counter', 1, false)`);
    const victim = await begin();
    const pid = await Promise.race([waitingSession(client), victim.ended]);
    victim.ended.catch(() => undefined);
    await victim.kill();
    await client.query('UPDATE pauses.wanted SET n = 0');
    if (step % 2 === 0) await client.query('SELECT pg_terminate_backend($1)', [pid]);
    await client.query('SELECT pg_advisory_unlock_all()');
    // Until the server is through with it, as the next start waits, too.
    await client.query('SELECT pg_advisory_lock($1)', [migrationLocks[0]]);
  });
}

/** Waits for the session that stops at the wanted statement. */
async function waitingSession(client: Client): Promise<number> {
  for (;;) {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    if (rows[0] !== undefined) return rows[0].pid;
    await wait(5);
  }
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const part of child.stderr ?? []) text += part;
  return text;
}

import { setTimeout as wait } from 'node:timers/promises';
import { oneLine } from '../commands/program.ts';
import {
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
  newPassword,
  startEmbeddedDatabase,
} from '../postgres/embedded-database.ts';

/** The embedded database, started again at the same address when it ends by itself, until `stop`. */
export async function superviseDatabase(given: EmbeddedDatabaseOptions, say: (line: string) => void) {
  const options = { ...given, applicationPassword: newPassword() };
  const stopping = new AbortController();
  let current: EmbeddedDatabase = await startEmbeddedDatabase(options);
  const { url, port } = current;
  let restarting: Promise<void> = Promise.resolve();

  const watch = (database: EmbeddedDatabase) =>
    database.child.once('exit', () => {
      if (!stopping.signal.aborted) restarting = restart();
    });

  async function restart(): Promise<void> {
    say('the database stopped and is being restarted');
    for (let delay = 500; !stopping.signal.aborted; delay = Math.min(delay * 2, 30_000)) {
      try {
        current = await startEmbeddedDatabase({ ...options, port });
        watch(current);
        say('the database is running again');
        return;
      } catch (error) {
        say(`the database: ${oneLine(error)}`);
        await wait(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  watch(current);
  return {
    url,
    stop: async () => {
      stopping.abort();
      // Else a server that is just being started would outlive us.
      await restarting;
      await current.stop();
    },
  };
}

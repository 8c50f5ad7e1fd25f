import { Client, type ClientConfig } from 'pg';

/** Works with a connection of its own to a database, which ends whatever comes of the work. Throws what connecting or the work throws. */
export async function withClient<T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(config);
  // A connection that is lost fails what is asked on it: without this, it would end the process, too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

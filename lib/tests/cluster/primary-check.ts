import { createServer } from 'node:http';
import { Client } from 'pg';

/**
 * Answers balancers as Patroni does: 200 at `/primary` where PostgreSQL on this machine takes writes, else 503. Its
 * arguments are the port, and the address of the database.
 */
const [port = '', url = ''] = process.argv.slice(2);

async function isPrimary(): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000, query_timeout: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
    return rows[0]?.standby === false;
  } catch {
    return false;
  } finally {
    void client.end().catch(() => undefined);
  }
}

createServer(async (_request, response) => {
  response.writeHead((await isPrimary()) ? 200 : 503, { 'content-length': 0 }).end();
}).listen(Number(port), '0.0.0.0', () => process.stdout.write('{"ready":true}\n'));

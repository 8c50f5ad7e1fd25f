import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import getPort from 'get-port';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';

const tenant = { AZURE_TENANT_ID: randomUUID(), AZURE_CLIENT_ID: randomUUID() };
const day = 86_400_000;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-settings-'));
  const good = await pemOf({});
  await writeFile(join(dir, 'expired.pem'), await pemOf({ notAfterDate: new Date(Date.now() - day) }));
  await writeFile(join(dir, 'early.pem'), await pemOf({ notBeforeDate: new Date(Date.now() + day) }));
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hush' },
  });
  await writeFile(
    join(dir, 'encrypted.pem'),
    `${privateKey}\n${good.slice(good.indexOf('-----BEGIN CERT'))}`,
  );
  await writeFile(join(dir, 'other.pem'), 'hush\n');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function pemOf(times: { notBeforeDate?: Date; notAfterDate?: Date }): Promise<string> {
  const wide = {
    notBeforeDate: new Date(Date.now() - 9 * day),
    notAfterDate: new Date(Date.now() + 9 * day),
  };
  const made = await generate([{ name: 'commonName', value: 'tenko' }], { keySize: 2048, ...wide, ...times });
  return `${made.private}\n${made.cert}`;
}

/** Runs a program with these settings alone. */
async function run(program: string, settings: Record<string, string>, args: string[] = []) {
  const env = plainEnvironment({ TENKO_DATA_DIR: dir, ...settings });
  return new Promise<{ code: unknown; said: string }>((resolve) => {
    const path = join(projectRoot, 'lib/run', program.includes('/') ? program : `commands/${program}`);
    execFile(process.execPath, [path, ...args], { env, cwd: dir }, (error, _stdout, said) =>
      resolve({ code: error?.code ?? 0, said }),
    );
  });
}

async function expectRefused(
  program: string,
  settings: Record<string, string>,
  line: RegExp,
  args?: string[],
) {
  const { code, said } = await run(program, settings, args);
  expect(said).toMatch(/^[^\n]+\n$/);
  expect(said).toMatch(line);
  expect(said).not.toMatch(/hush|PRIVATE KEY-----/);
  expect(code).toBe(1);
}

const secret = { ...tenant, AZURE_CLIENT_SECRET: 'hush' };
const withCertificate = (name: string) => ({ ...tenant, AZURE_CLIENT_CERTIFICATE_PATH: name });

test.each<[string, Record<string, string>, RegExp]>([
  ['a tenant by its domain', { ...secret, AZURE_TENANT_ID: 'contoso.com' }, /^AZURE_TENANT_ID .*GUID/],
  ['a secret in quotes', { ...secret, AZURE_CLIENT_SECRET: '"hush"' }, /^AZURE_CLIENT_SECRET .*quotes/],
  [
    'Graph with a path',
    { ...secret, MICROSOFT_GRAPH_URL: 'https://a.example/v1.0' },
    /^MICROSOFT_GRAPH_URL /,
  ],
  ['Graph by http', { ...secret, MICROSOFT_GRAPH_URL: 'http://a.example' }, /^MICROSOFT_GRAPH_URL .*https/],
  ['a path below the console', { TENKO_URL: 'https://a.example/tenko' }, /^TENKO_URL .*path/],
  ['two credentials', { ...secret, AZURE_CLIENT_CERTIFICATE_PATH: 'a.pem' }, /are both set/],
  ['an unknown cloud', { AZURE_CLOUD: 'mars' }, /^AZURE_CLOUD .*public, usgov/],
  ['a port that is none', { PORT: '70000' }, /^PORT .*65535/],
  [
    'a ticket by a fact that no device has',
    { TENKO_TICKET_URL: 'https://a.example/?a={hush}' },
    /^TENKO_TICKET_URL /,
  ],
  ['a group by its name', { TENKO_ROLE_GROUPS: 'admin=hush' }, /^TENKO_ROLE_GROUPS /],
  ['a proxy of another kind', { HTTPS_PROXY: 'socks5://u:hush@a.example' }, /^HTTPS_PROXY /],
  ['authorities in no PEM file', { NODE_EXTRA_CA_CERTS: 'other.pem' }, /^NODE_EXTRA_CA_CERTS .*other\.pem/],
  ['no certificate', withCertificate('none.pem'), /^AZURE_CLIENT_CERTIFICATE_PATH .*cannot be read/],
  ['no PEM file', withCertificate('other.pem'), /^AZURE_CLIENT_CERTIFICATE_PATH .*No CERTIFICATE/],
  ['an encrypted key', withCertificate('encrypted.pem'), /^AZURE_CLIENT_CERTIFICATE_PATH .*encrypted/],
  ['an expired certificate', withCertificate('expired.pem'), /^AZURE_CLIENT_CERTIFICATE_PATH .*expired on 2/],
  [
    'a certificate of the future',
    withCertificate('early.pem'),
    /^AZURE_CLIENT_CERTIFICATE_PATH .*not valid before 2/,
  ],
  [
    'an expired certificate for signing in',
    {
      AZURE_SIGN_IN_CLIENT_ID: randomUUID(),
      AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH: 'expired.pem',
      ...secret,
    },
    /^AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH .*expired/,
  ],
])('%s stops the start with one line that names it', async (_what, settings, line) => {
  await expectRefused('start.ts', settings, line);
});

const feed = ['--name', 'a', '--feed', 'a', '--scopes', 'check-ins:write'];
test.each<[string, string[]]>([
  ['worker/main.ts', []],
  ['web/main.ts', []],
  ['migrate.ts', []],
  ['sign-in-link.ts', []],
  ['api-key.ts', feed],
  ['personal-data.ts', ['export', '--user', 'a@example.com']],
  ['simulate.ts', ['--devices', '1']],
])('%s started apart says the same', async (program, args) => {
  await expectRefused(
    program,
    { ...secret, AZURE_TENANT_ID: 'contoso.com' },
    /^AZURE_TENANT_ID .*GUID/,
    args,
  );
});

test.each(['worker/main.ts', 'web/main.ts'])(
  '%s apart looks at its certificate as it starts',
  async (program) => {
    const settings = { ...withCertificate('expired.pem'), DATABASE_URL: 'postgresql://u:hush@127.0.0.1:1/d' };
    await expectRefused(program, settings, /^AZURE_CLIENT_CERTIFICATE_PATH .*expired/);
  },
);

/** A database that responds to the request for TLS, and goes no further. */
async function openDatabase(answer: (socket: Socket) => void): Promise<{ url: string; close: () => void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `postgresql://u:hush@127.0.0.1:${port}/d?sslmode=require`, close: () => server.close() };
}

test('a database without TLS, or with a certificate that nobody knows: the line names DATABASE_URL and the way out', async () => {
  const PORT = String(await getPort({ host: '127.0.0.1' }));
  const plain = await openDatabase((socket) => socket.end('N'));
  await expectRefused('start.ts', { PORT, DATABASE_URL: plain.url }, /of DATABASE_URL .*remove sslmode from/);
  await expectRefused('migrate.ts', { DATABASE_URL: plain.url }, /of DATABASE_URL .*remove sslmode from/);
  plain.close();
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'db' }], { keySize: 2048 });
  const unknown = await openDatabase((socket) => {
    socket.write('S');
    new TLSSocket(socket, { isServer: true, key, cert }).on('error', () => undefined);
  });
  await expectRefused(
    'start.ts',
    { PORT, DATABASE_URL: unknown.url },
    /of DATABASE_URL .*NODE_EXTRA_CA_CERTS/,
  );
  await expectRefused('migrate.ts', { DATABASE_URL: unknown.url }, /of DATABASE_URL .*NODE_EXTRA_CA_CERTS/);
  const missing = `${unknown.url}&sslrootcert=none.pem`;
  await expectRefused('start.ts', { PORT, DATABASE_URL: missing }, /of DATABASE_URL .*none\.pem/);
  unknown.close();
});

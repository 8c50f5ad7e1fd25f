import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { createSandbox, type SandboxOptions, type SandboxServer } from '#lib/sandbox/create-sandbox';
import { ensureCertificate } from '#lib/sandbox/ensure-certificate';
import { type Audience, type SandboxSettings, sandboxSettings } from '#lib/sandbox/identity';
import { makeTestMessage, type TestDevice } from '#lib/sandbox/make-test-message';

export interface TestReply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Of JSON */
  body: Record<string, unknown>;
  text: string;
}

type Headers = Record<string, string>;
type Send = (
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  more?: { headers?: Headers; body?: string },
) => Promise<TestReply>;

export interface TestSandbox extends SandboxServer, SandboxSettings {
  url: string;
  /** PEM */
  certificate: string;
  /** Trusts the sandbox's certificate */
  dispatcher: Agent;
  /** One request over the wire */
  send: Send;
  /** Headers with a new token */
  authorize(audience: Audience): Promise<Headers>;
  /** Uploads one message, with partner management switched on. Returns its id. */
  report(...devices: TestDevice[]): Promise<string>;
  stop(): Promise<void>;
}

type TestOptions = Partial<Pick<SandboxOptions, 'file' | 'settleDelayMs' | 'maxDevicesPerMessage' | 'clock'>>;

/** A sandbox in this process, in memory, on a free port, whose clock and delay the test decides. */
export async function startTestSandbox(options: TestOptions = {}): Promise<TestSandbox> {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-sandbox-'));
  const { certificate, key } = await ensureCertificate(dir);
  await rm(dir, { recursive: true });
  const server = createSandbox({ certificate, key, file: ':memory:', settleDelayMs: 0, ...options });
  const { url } = await server.listen(0, '127.0.0.1');
  const dispatcher = new Agent({ connect: { ca: certificate }, allowH2: false });
  const settings = sandboxSettings(url);
  const send: Send = async (method, path, { headers = {}, body } = {}) => {
    const options = { method, dispatcher, headers, ...(body === undefined ? {} : { body }) };
    const response = await request(`${url}${path}`, options);
    const text = await response.body.text();
    const isJson = text !== '' && response.headers['content-type']?.includes('json');
    const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.statusCode, headers: response.headers, body: json, text };
  };
  const authorize = (audience: Audience) => authorizeBy(send, settings, audience);
  const report = async (...devices: TestDevice[]): Promise<string> => {
    server.store.setSetting('provisioned', '1');
    const id = randomUUID();
    const path = `/PartnerDeviceDataSyncService/DataUploadMessages(guid'${id}')?api-version=1.2`;
    const body = makeTestMessage(devices);
    const { status } = await send('PUT', path, { headers: await authorize('intune'), body });
    if (status !== 200) throw new Error(`the message was refused with ${status}`);
    return id;
  };
  const stop = async (): Promise<void> => {
    await server.close();
    await dispatcher.destroy();
  };
  return { ...server, ...settings, url, certificate, dispatcher, send, authorize, report, stop };
}

async function authorizeBy(send: Send, settings: SandboxSettings, audience: Audience): Promise<Headers> {
  const resource = audience === 'graph' ? settings.graphUrl : `${settings.intuneResource}/`;
  const form = {
    grant_type: 'client_credentials',
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    scope: `${resource}/.default`,
  };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = String(new URLSearchParams(form));
  const reply = await send('POST', `/${settings.tenantId}/oauth2/v2.0/token`, { headers, body });
  return { authorization: `Bearer ${String(reply.body.access_token)}`, 'content-type': 'application/json' };
}

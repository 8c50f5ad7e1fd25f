import { connect } from 'node:net';
import { checkSmtp } from '#lib/alerts/wire/smtp-sender';
import { createAzureGateway } from '#lib/azure/create-azure-gateway';
import { AzureError, type AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { Env } from '#lib/env';
import { createOutboundClient } from '#lib/outbound/outbound-client';
import { gatewayOptions } from '../azure-options.ts';
import { oneLine } from '../commands/program.ts';
import { type Finding, findingsOf } from './finding.ts';

const withinMs = 10_000;
const advices: Readonly<Record<string, string>> = {
  name_not_resolved: 'Check the DNS servers of this machine, or set HTTPS_PROXY.',
  timeout: 'A firewall may drop the calls: allow them, or set HTTPS_PROXY.',
  network: 'Allow calls to this host on port 443, or set HTTPS_PROXY.',
  untrusted_certificate: 'Set NODE_EXTRA_CA_CERTS to the PEM file of the authority that signs on the way.',
  proxy_unreachable: 'Correct HTTPS_PROXY, or start the proxy.',
  proxy_login_refused: 'Correct user and password in HTTPS_PROXY.',
  proxy_refused: 'Allow this host in the proxy.',
};

const codeOf = (error: unknown) =>
  error instanceof AzureError
    ? error.facts.code
    : error instanceof Error && 'code' in error
      ? String(error.code)
      : 'unknown';

/** Microsoft: its hosts without a sign-in, then with the app's credential. Nothing is written. */
export async function checkMicrosoft(env: Pick<Env, 'azure' | 'outbound'>): Promise<Finding[]> {
  const { found, ok, failed } = findingsOf('microsoft');
  if (env.azure.mode === 'sandbox' && env.azure.graphUrl === null) {
    ok('tenant', 'none: the sandbox is used');
    return found;
  }
  const options = gatewayOptions(env);
  const client = createOutboundClient({ timeoutMs: withinMs, proxies: env.outbound });
  const reach = async (name: string, url: string) => {
    const proxy = client.proxyOf(url);
    const way = proxy === null ? 'directly' : `through the proxy ${proxy}`;
    const began = performance.now();
    try {
      const { status } = await client.send({ method: 'GET', url, maxBytes: 2 ** 20 });
      ok(
        name,
        `${new URL(url).host} answers ${status} in ${Math.round(performance.now() - began)} ms, ${way}`,
      );
      return true;
    } catch (error) {
      failed(name, `${oneLine(error)} (${way})`, advices[codeOf(error)] ?? 'See the message.');
      return false;
    }
  };
  const reached = await Promise.all([
    reach(
      'sign-in',
      `https://${options.authorityHost}/${options.tenantId}/v2.0/.well-known/openid-configuration`,
    ),
    reach('Graph', `${options.graphUrl}/v1.0/`),
  ]);
  if (reached.every(Boolean)) await tryCredential(options, { ok, failed });
  return found;
}

async function tryCredential(
  options: Parameters<typeof createAzureGateway>[0],
  { ok, failed }: Pick<ReturnType<typeof findingsOf>, 'ok' | 'failed'>,
): Promise<void> {
  const attempt = async (name: string, work: (gateway: AzureGateway) => Promise<string>) => {
    try {
      ok(name, await work(createAzureGateway(options)));
    } catch (error) {
      const code = codeOf(error);
      failed(
        name,
        `${code}: ${oneLine(error)}`,
        advices[code] ?? 'Connection → Check the connection in the console says what to do.',
      );
    }
  };
  await Promise.all([
    attempt('credential', async (gateway) => {
      const roles = await gateway.appRoles('graph');
      return roles === null ? 'accepted' : `accepted; permissions: ${roles.toSorted().join(', ') || 'none'}`;
    }),
    attempt('Intune services', async (gateway) => {
      await gateway.discover();
      return 'found';
    }),
  ]);
}

export async function checkProxies({ outbound }: Pick<Env, 'outbound'>): Promise<Finding[]> {
  const { found, ok, failed } = findingsOf('proxies');
  const proxies = new Set([outbound.proxies.https, outbound.proxies.http].filter((one) => one !== null));
  await Promise.all(
    [...proxies].map(async (proxy) => {
      const { hostname, port, protocol } = new URL(proxy);
      const place = {
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port || (protocol === 'https:' ? 443 : 80)),
      };
      const problem = await tryConnection(place);
      const name = `${place.host}:${place.port}`;
      if (problem === null) ok(name, 'takes connections');
      else failed(name, problem, 'Correct HTTPS_PROXY or HTTP_PROXY, or start the proxy.');
    }),
  );
  if (proxies.size === 0) ok('proxies', 'none');
  return found;
}

/** Null: somebody takes connections there. */
function tryConnection(place: { host: string; port: number }): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(place);
    const end = (problem: string | null) => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(withinMs, () => end('no answer in time'));
    socket.once('connect', () => end(null));
    socket.once('error', (error) => end(oneLine(error)));
  });
}

export async function checkMail({ alerts: { mail } }: Pick<Env, 'alerts'>): Promise<Finding[]> {
  const { found, ok, failed } = findingsOf('mail');
  if (mail === null) {
    ok('mail server', 'none: Tenko sends no mail');
    return found;
  }
  if (mail.by === 'graph') {
    ok('mail server', 'none: mail goes by Microsoft Graph');
    return found;
  }
  const { host } = new URL(mail.url);
  const problem = await checkSmtp(mail.url, withinMs);
  if (problem === null) ok('mail server', `${host} accepts the sign-in`);
  else
    failed(
      'mail server',
      `${host}: ${problem.code}: ${problem.message}`,
      'Correct TENKO_SMTP_URL, or the mail server.',
    );
  return found;
}

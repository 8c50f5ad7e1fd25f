import { Console } from 'node:console';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import next from 'next';
import { readHelpLink } from '#lib/alerts/help-link';
import { noteRefusedRequest } from '#lib/http/limits/note-refusal';
import { provideWebRuntime, type WebRuntime } from '#lib/http/route/web-runtime';
import { isSignedIn } from '#lib/http/server/anonymous-pages';
import { directCalls } from '../../../app/api/direct-calls.ts';
import { withHelpPage } from '../../http/pages/help-page.ts';
import { answerPages, knownPages } from '../../http/server/anonymous-pages.ts';
import { prepareStop } from '../../http/server/graceful-stop.ts';
import { createWebServer, type WebServerOptions } from '../../http/server/web-server.ts';
import { createLog } from '../../log.ts';
import { productVersion, projectRoot } from '../../paths.ts';
import { startProcessMetrics } from '../../telemetry/metrics.ts';
import { startTracing } from '../../telemetry/start-tracing.ts';
import { endWith, runAsProgram, untilToStop } from '../commands/program.ts';
import { CleanLines, streamInto } from '../logs/clean-lines.ts';
import { JsonLines } from '../logs/json-lines.ts';
import { switchDebugOnSignal } from '../logs/switch-debug.ts';
import { keepNewFilesPrivate } from '../postgres/data-folder/private-files.ts';
import { requireCurrentSchema } from '../postgres/migrations/schema-fit.ts';
import { readSettings } from '../read-settings.ts';
import { listen } from './listen.ts';
import { beginWeb, openWebRuntime } from './open-web-runtime.ts';

/** Nobody waits for what a development server was about to send. */
const developmentStop = { delayMs: 0, withinMs: 1000, idleMs: 0 };

/**
 * The web process: serves pages and the API until it has to stop. Any number may run. `--development`: Next compiles
 * what is asked for and reloads what changes, so that no build is needed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { development: { type: 'boolean', default: false } } });
  const { development } = values;
  keepNewFilesPrivate();
  const env = readSettings();
  const directUrl = env.databaseDirectUrl ?? env.databaseUrl;
  if (directUrl !== null) await requireCurrentSchema(directUrl);
  const log = createLog('web', env.logLevel, takeOutput(development));
  switchDebugOnSignal(log);
  const runtime = openWebRuntime(env, log);
  const version = productVersion();
  startProcessMetrics({ version, process: 'web' });
  const { tracing } = env.telemetry;
  const endTracing =
    tracing === null ? null : await startTracing({ ...tracing, service: 'tenko-web', version });
  provideWebRuntime(runtime);
  const hostname = env.socketPath === null ? env.host : 'localhost';
  const app = next({ dev: development, dir: projectRoot, hostname, port: env.port });
  await app.prepare();
  const render = app.getRequestHandler();
  const server = createWebServer({
    https: env.url.startsWith('https:'),
    development,
    onUnixSocket: env.socketPath !== null,
    // Called by the server itself, these would not be reloaded.
    direct: development ? [] : directCalls,
    uploads: directCalls.filter(({ isUpload }) => isUpload),
    pages: withHelpPage(
      { ...runtime, readLink: linkReader(runtime) },
      answerPages({
        isSignedIn: (request) => isSignedIn(runtime, request),
        isPage: development ? (path) => knownPages(projectRoot)(path) : knownPages(projectRoot),
        keepsCopies: !development,
        render,
        refused: () =>
          log.warn({ event: 'pages.limited' }, 'people who are not signed in request too many pages'),
      }),
    ),
    others: development ? render : withoutMissingFiles(render),
    refused: (refused) => void noteRefusedRequest(runtime, refused),
    failed: (error, requestId) =>
      log.error({ event: 'server.request_failed', err: error, requestId }, 'a request failed in the server'),
  });
  const stop = prepareStop(server);
  await listen(server, env);
  // Before it works with its database, it is not ready: see `/api/health/ready`.
  beginWeb(env, runtime)
    .then(() => process.stdout.write(`${JSON.stringify({ listening: env.url, ready: true })}\n`))
    .catch(endWith);

  await untilToStop();
  await stop(development ? developmentStop : env.stopping);
  await app.close();
  await runtime.db.close();
  await endTracing?.();
  process.exit(0);
}

function linkReader({ db, alerts: { secrets } }: WebRuntime): Parameters<typeof withHelpPage>[0]['readLink'] {
  return (link, locale) => readHelpLink({ db, secrets }, link, { locale, now: new Date() });
}

/** Next looks for a page where the build has no such file, and one page takes every address. */
function withoutMissingFiles(render: WebServerOptions['others']): WebServerOptions['others'] {
  const files = globSync('static/**', { cwd: join(projectRoot, '.next') });
  const built = new Set(files.map((file) => `/_next/${file}`));
  return async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (!path.startsWith('/_next/') || built.has(decodeURIComponent(path))) return render(request, response);
    response.writeHead(404, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end('Not found.');
  };
}

/**
 * Next prints errors by itself, and callers may have written parts of them: all that is printed becomes clean lines, of JSON
 * but in development.
 */
function takeOutput(development: boolean): CleanLines {
  const json = new JsonLines('web', (line) => process.stdout.write(line));
  const pass = (line: string) => (development ? process.stdout.write(`${line}\n`) : json.pass('web', line));
  const lines = new CleanLines(pass);
  globalThis.console = new Console(streamInto(lines));
  return lines;
}

await runAsProgram(main);

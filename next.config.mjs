import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_SERVER } from 'next/constants.js';

/**
 * Messages are parsed once, by the build: not by every request, and by no browser. What was built needs no plugin, and the
 * plugin brings a compiler.
 *
 * @param {string} phase
 * @param {import('next').NextConfig} options
 */
async function withNextIntl(phase, options) {
  if (phase === PHASE_PRODUCTION_SERVER) return options;
  const { default: createNextIntlPlugin } = await import('next-intl/plugin');
  const plugin = createNextIntlPlugin({
    requestConfig: './lib/i18n/request.ts',
    experimental: {
      messages: { path: './lib/i18n/messages', format: 'json', locales: 'infer', precompile: true },
    },
  });
  return plugin(options);
}

/** Bundled, each of these would stand in memory once a route: Node keeps one of each for all. */
const usedAsTheyAre = [
  '@azure/msal-node',
  '@prisma/adapter-pg',
  '@prisma/client',
  'csv-stringify',
  'es-toolkit',
  'jose',
  'lru-cache',
  'pg',
  'pg-boss',
  'pino',
  'prom-client',
  'rate-limiter-flexible',
  'undici',
  'uuid',
  'zod',
];

/**
 * @param {string} phase
 * @returns {Promise<import('next').NextConfig>}
 */
export default function config(phase) {
  return withNextIntl(phase, {
    // A `page.dev.tsx` is a page in development only: a build has none of it.
    pageExtensions: phase === PHASE_DEVELOPMENT_SERVER ? ['dev.tsx', 'tsx', 'ts'] : ['tsx', 'ts'],
    // `npm test` checks all types, those of the tests too: a start need not do it again.
    typescript: { ignoreBuildErrors: true },
    // Anybody could have pictures made, and lines written to the log.
    images: { unoptimized: true },
    poweredByHeader: false,
    agentRules: false,
    devIndicators: false,
    turbopack: { root: import.meta.dirname },
    serverExternalPackages: usedAsTheyAre,
  });
}

import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';
import { answerPolicy, everyAnswer } from './lib/http/security-headers.ts';

/** Messages are parsed once, by the build: not by every request, and by no browser. */
const withNextIntl = createNextIntlPlugin({
  requestConfig: './lib/i18n/request.ts',
  experimental: {
    messages: { path: './lib/i18n/messages', format: 'json', locales: 'infer', precompile: true },
  },
});

/** Bundled, each of these would stand in memory once a route: Node keeps one of each for all. */
const usedAsTheyAre = [
  ...[
    '@azure/msal-node',
    '@prisma/adapter-pg',
    '@prisma/client',
    'compression',
    'csv-stringify',
    'es-toolkit',
  ],
  ...['jose', 'lru-cache', 'pg', 'pg-boss', 'pino', 'rate-limiter-flexible', 'srvx', 'undici', 'uuid', 'zod'],
];

const toHeader = ([key, value]: readonly [string, string]) => ({ key, value });

export default function config(): NextConfig {
  const ofAnswer = [toHeader(['content-security-policy', answerPolicy])];
  return withNextIntl({
    // `npm test` checks all types, those of the tests too: a start need not do it again.
    typescript: { ignoreBuildErrors: true },
    // Anybody could have pictures made, and lines written to the log.
    images: { unoptimized: true },
    poweredByHeader: false,
    agentRules: false,
    devIndicators: false,
    turbopack: { root: import.meta.dirname },
    serverExternalPackages: usedAsTheyAre,
    headers: async () => [
      { source: '/:path*', headers: everyAnswer.map(toHeader) },
      // The pages of the sandbox have a policy of their own, and those of the console theirs by the server: `prepare-page.ts`.
      { source: '/api/:path((?!auth/sandbox/).*)', headers: ofAnswer },
    ],
  });
}

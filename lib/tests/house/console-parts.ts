import { anywhere, browser, type Part, verbs } from './part.ts';

/** What admins see: pages, their routes, and what these are made of. */
export const consoleParts: readonly Part[] = [
  {
    name: 'pages',
    paths: ['app'],
    mayImport: [
      'components',
      'lib/auth',
      'lib/http/pages/page-context.ts',
      'lib/http/sign-in/sign-in-context.ts',
      ...browser,
      ...verbs,
      ...anywhere,
    ],
  },
  {
    name: 'API routes',
    paths: ['app/api'],
    mayImport: [
      'lib/http',
      'lib/auth',
      'lib/contract',
      'app/metrics',
      'lib/engine/azure-ids/move-azure-ids.ts',
      ...verbs,
      ...anywhere,
    ],
  },
  { name: 'primitives', paths: ['components/ui'], mayImport: [] },
  {
    name: 'layout',
    paths: ['components/layout'],
    mayImport: ['components/ui', 'components/marks', ...browser, ...anywhere],
  },
  { name: 'marks', paths: ['components/marks'], mayImport: ['components/ui', ...browser, ...anywhere] },
  {
    // The one part of a page that knows, on the server, what the page could not read.
    name: 'pages of the console',
    paths: ['components/layout/console-page.tsx'],
    mayImport: [
      'components/layout',
      'components/ui',
      'lib/http/pages/unavailable-error.ts',
      ...browser,
      ...anywhere,
    ],
  },
  {
    name: 'screens',
    paths: ['components'],
    mayImport: ['components/ui', 'components/layout', 'components/marks', ...browser, ...anywhere],
  },
  {
    name: 'client',
    paths: ['lib/client'],
    mayImport: ['lib/contract', 'lib/domain', 'lib/i18n', ...anywhere],
  },
];

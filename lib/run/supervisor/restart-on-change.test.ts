import { expect, test } from 'vitest';
import { isSourceOf } from './restart-on-change.ts';

test.each([
  ['worker', 'engine/claim/claim-due-devices.ts', true],
  ['worker', 'db/core/database.ts', true],
  ['worker', 'env.ts', true],
  ['worker', 'run/worker/main.ts', true],
  ['worker', 'run/azure-options.ts', true],
  ['worker', 'run/supervisor/supervisor.ts', false],
  ['worker', 'http/server/web-server.ts', false],
  ['worker', 'client/query-client.ts', false],
  ['worker', 'i18n/messages/en.json', false],
  ['worker', 'engine/claim/claim-due-devices.test.ts', false],
  ['worker', 'tests/engine/users.ts', false],
  ['web', 'http/server/web-server.ts', true],
  ['web', 'run/web/main.ts', true],
  ['web', 'azure/graph-calls.ts', true],
  ['web', 'run/read-settings.ts', true],
  ['web', 'devices/list-devices.ts', false],
  ['web', 'http/server/web-server.test.ts', false],
  ['sandbox', 'sandbox/main.ts', true],
  ['sandbox', 'errors.ts', true],
  ['sandbox', 'devices/list-devices.ts', false],
] as const)('%s is started again for %s: %s', (name, path, expected) => {
  expect(isSourceOf(name, path)).toBe(expected);
});

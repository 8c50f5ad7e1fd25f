import { expect, test } from 'vitest';
import { previewOf } from './source-preview.ts';

test('a preview shows what a mapping makes, whatever its shape', () => {
  const good = {
    externalId: 'A1',
    device: { name: 'Phone', os: 'ios', osVersion: '26.1' },
    user: { principalName: null, displayName: 'Kana' },
    violations: [{ policy: 'OS too old', action: 'block' }, null, { action: 'block' }],
    azure: { deviceId: '007c8232-9489-4074-9b35-345b16f0a72d' },
  };
  const rows = previewOf({
    ok: true,
    devices: [good, { externalId: 7, device: 'none', violations: 'none' }, {}],
    notes: [{ warnings: [], errors: [] }],
    records: [{ externalId: 'A1', record: { guid: 'A1' }, cut: false }],
    skipped: [],
  });
  expect(rows).toMatchObject([
    {
      externalId: 'A1',
      name: 'Phone',
      os: 'ios',
      osVersion: '26.1',
      user: 'Kana',
      violations: ['OS too old'],
      azureId: '007c8232-9489-4074-9b35-345b16f0a72d',
      checkIn: good,
      native: { record: { guid: 'A1' } },
    },
    { externalId: '7', native: null, name: '7', os: null, user: null, violations: [], azureId: null },
    { externalId: '3', name: '3', errors: [], warnings: [] },
  ]);
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { call, create, db, inSourceSettingsWorld } from '#lib/test-kit/api/source-settings-world';

inSourceSettingsWorld();

test('one run is under way for a source; it can be canceled', async () => {
  const { id } = await create();
  const { status, json } = await call('POST', `sources/${id}/runs`, {});
  expect(status).toBe(202);
  const again = await call('POST', `sources/${id}/runs`, { kind: 'quick' });
  expect([again.status, again.json.code]).toEqual([409, 'source_running']);
  const runs = await call('GET', `sources/${id}/runs`, undefined, 'viewer');
  expect(runs.json.items).toEqual([
    expect.objectContaining({
      id: json.runId,
      kind: 'full',
      state: 'running',
      requestedBy: 'admin',
      read: 0,
    }),
  ]);
  expect((await call('GET', `sources/${id}`)).json.lastRun).toEqual(runs.json.items[0]);
  const ended = await call('DELETE', `sources/${id}/runs/${json.runId}`);
  expect(ended.json).toMatchObject({ state: 'failed', cancelledBy: 'admin', problem: { code: 'cancelled' } });
  expect((await call('DELETE', `sources/${id}/runs/${json.runId}`)).json).toEqual(ended.json);
  expect((await call('GET', `sources/${id}/runs/${json.runId}`)).json).toEqual(ended.json);
  expect((await call('GET', `sources/${id}/runs/${json.runId}/skips`)).json).toEqual({ items: [] });
  expect((await call('GET', `sources/${id}/runs/${id}`)).status).toBe(404);
  expect((await call('GET', `sources/${json.runId}/runs`)).status).toBe(404);
  expect((await call('GET', `sources/${id}`)).json.health).toBe('never_run');
  expect((await call('POST', `sources/${id}/runs`, { kind: 'quick' })).status).toBe(202);
});

test('a test shows the first 20 devices as they would check in, and stores nothing', async () => {
  const devices = Array.from({ length: 25 }, (_, number) => ({
    id: `d${number}`,
    os: number === 1 ? 'heard of' : 'ios',
    unlockToken: 'opens it',
  }));
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ items: [...devices, 'no device'] })),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mapping =
    '{ "externalId": id, "checkedInAt": "2026-11-20T12:00:00Z", "device": { "name": id, "os": os, "serialNumber": "" } }';
  const settings = { itemsPath: 'items', mapping };
  const { id } = await create({ name: 'j', kind: 'json', url, settings, enabled: false });
  const { status, json } = await call('POST', `sources/${id}/test`);
  expect([status, json.ok, json.devices.length, json.notes.length]).toEqual([200, true, 20, 20]);
  expect(json.devices[0]).toMatchObject({ externalId: 'd0', device: { name: 'd0', os: 'ios' } });
  expect(json.notes[0]).toMatchObject({ errors: [], warnings: expect.arrayContaining([expect.anything()]) });
  const native = { record: 'no device', cut: false };
  expect(json.skipped).toEqual([expect.objectContaining({ externalId: null, native })]);
  expect(json.records.length).toBe(20);
  expect(json.records[3]).toEqual({
    externalId: 'd3',
    record: { id: 'd3', os: 'ios', unlockToken: '•••' },
    cut: false,
  });
  expect([await db.pool.device.count(), await db.pool.sourceRun.count()]).toEqual([0, 0]);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  const refused = await call('POST', `sources/${id}/test`);
  expect(refused.json).toMatchObject({ ok: false, devices: [], records: [], problem: { code: 'network' } });
  expect((await call('GET', `sources/${id}`)).json.health).toBe('never_run');
});

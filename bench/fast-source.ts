import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeHost } from '#lib/sandbox/mdm/fleet';
import { mdmDevice } from '#lib/sandbox/mdm/mdm-fleet';

/**
 * A Fleet whose pages are made before the first is asked for: what is measured is not its own work. `node fast-source.ts DEVICES`
 * as a child with a channel; it says its address there.
 */
const devices = Number(process.argv[2]);
const perPage = 500;
const parts = new URLSearchParams({ populate_policies: 'true', device_mapping: 'true' });
const now = Date.now();

const pages = Array.from({ length: Math.ceil(devices / perPage) + 1 }, (_, page) => {
  const first = page * perPage;
  const length = Math.max(0, Math.min(perPage, devices - first));
  // None is damaged: number 13 is skipped elsewhere, and would make the figures odd here.
  const hosts = Array.from({ length }, (_, index) => {
    const device = mdmDevice('fleet', first + index + 1, now);
    return describeHost({ ...device, isDamaged: false }, parts);
  });
  return Buffer.from(JSON.stringify({ hosts }));
});
const none = Buffer.from('{"hosts":[]}');
const count = Buffer.from(JSON.stringify({ count: devices }));

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const page = pages[Number(searchParams.get('page'))] ?? none;
  response.setHeader('content-type', 'application/json');
  response.end(pathname.endsWith('/count') ? count : page);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('disconnect', () => process.exit(0));

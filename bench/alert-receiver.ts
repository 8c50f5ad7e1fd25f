import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A receiver of webhooks in a process of its own. Asked by any message, it tells what came since it was asked last: the device, and when. */
const received: [device: string, at: number][] = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    body += part;
  });
  request.on('end', () => {
    const { data } = JSON.parse(body) as { data: { device: { externalId: string } } };
    received.push([data.device.externalId, Date.now()]);
    response.writeHead(204).end();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
process.on('message', () => process.send?.(received.splice(0)));
process.on('disconnect', () => process.exit(0));

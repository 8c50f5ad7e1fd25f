import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSandbox } from './create-sandbox.ts';
import { ensureCertificate } from './ensure-certificate.ts';
import { addForeignDevices } from './foreign-devices.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    'data-dir': { type: 'string' },
    'settle-delay-ms': { type: 'string', default: '1500' },
    'max-devices-per-message': { type: 'string', default: '1000' },
    'foreign-devices': { type: 'boolean', default: false },
  },
});

// Its private keys are for its own user only.
process.umask(0o077);
const dataDir = values['data-dir'];
if (dataDir === undefined) throw new Error('--data-dir is missing');
await mkdir(dataDir, { recursive: true });
const { certificate, key } = await ensureCertificate(dataDir);
const sandbox = createSandbox({
  certificate,
  key,
  file: join(dataDir, 'sandbox.sqlite'),
  settleDelayMs: wholeNumber('settle-delay-ms', values['settle-delay-ms']),
  maxDevicesPerMessage: wholeNumber('max-devices-per-message', values['max-devices-per-message']),
});
if (values['foreign-devices']) addForeignDevices(sandbox.store, Date.now());
const { url } = await sandbox.listen(wholeNumber('port', values.port), values.host);
// Before it says that it is ready: whoever reads that may stop it at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    sandbox.close().then(() => process.exit(0));
  });
}
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number`);
  return Number(text);
}

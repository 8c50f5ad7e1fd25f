import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { createAzureGateway } from '../lib/azure/azure-gateway.ts';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { type Database, openDatabase } from '../lib/db/database.ts';
import type { AzureGateway } from '../lib/domain/azure-gateway.ts';
import { partnerEntriesOf, partnerMessageBody } from '../lib/domain/partner-message.ts';
import { createLog } from '../lib/log.ts';
import { defaultSettings } from '../lib/reports/engine.ts';
import { createBoss, createReportQueues, reportQueue } from '../lib/run/report-queue.ts';
import { startReporting } from '../lib/run/reporting.ts';
import { createSandbox } from '../lib/sandbox/create-sandbox.ts';
import { ensureCertificate } from '../lib/sandbox/ensure-certificate.ts';
import { sandboxSettings } from '../lib/sandbox/identity.ts';
import { type Figure, figure, secondsOf } from './measure.ts';

const perMessage = 50;

/** From due to confirmed with one worker, beside a plain loop that sends and confirms the same messages. */
export async function benchEngine(url: string, size = 20_000): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-bench-'));
  const { certificate, key } = await ensureCertificate(dir);
  const sandbox = createSandbox({ certificate, key, file: ':memory:', settleDelayMs: 0 });
  const running = await sandbox.listen(0, '127.0.0.1');
  const dispatcher = new Agent({ connect: { ca: certificate } });
  const gateway = createAzureGateway({ ...sandboxSettings(running.url), dispatcher });
  await gateway.provision('https://tenko.example.com');
  const db = openDatabase(url);
  await fill(db, size);
  const ours = await secondsOf(() => runEngine(url, db, gateway, size));
  const theirs = await secondsOf(() => plainLoop(gateway, size));
  await sandbox.close();
  await dispatcher.destroy();
  await db.close();
  await rm(dir, { recursive: true });
  return [figure('reported and confirmed, one worker', 'devices/s', [size / ours], [size / theirs])];
}

async function fill(db: Database, size: number): Promise<void> {
  const now = new Date();
  for (let done = 0; done < size; done += 1000) {
    const checkIns = Array.from({ length: Math.min(1000, size - done) }, (_, index) => ({
      externalId: `device-${done + index}`,
      checkedInAt: now.toISOString(),
      device: { name: `Device ${done + index}`, os: 'ios', osVersion: '26.1' },
      user: { principalName: `user${index}@example.com`, azureUserId: randomUUID() },
      azure: { deviceId: randomUUID(), clientStatusCode: 'Success' },
    }));
    await recordCheckIns(db, { feed: 'bench', checkIns, now });
  }
}

async function runEngine(url: string, db: Database, gateway: AzureGateway, size: number): Promise<void> {
  const boss = createBoss(url);
  await boss.start();
  await createReportQueues(boss);
  const engine = {
    db,
    gateway,
    queue: reportQueue(boss),
    log: createLog('bench', 'error'),
    clock: () => new Date(),
    random: Math.random,
    settings: { ...defaultSettings, devicesPerMessage: perMessage },
    publicUrl: 'https://tenko.example.com',
  };
  const sweep = await startReporting(engine, boss);
  while ((await db.pool.device.count({ where: { azureComplianceStatus: 'successful' } })) < size) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await sweep.stop();
  await boss.stop({ graceful: true, timeout: 5000 });
}

async function plainLoop(gateway: AzureGateway, size: number): Promise<void> {
  const messages = Array.from({ length: Math.ceil(size / perMessage) }, () => randomUUID());
  const sendNext = async (): Promise<void> => {
    const id = messages.pop();
    if (id === undefined) return;
    await gateway.upload(id, message(gateway.tenantId));
    const { outcome } = await gateway.confirm(id);
    if (outcome !== 'completed') throw new Error(`the sandbox answered ${outcome}`);
    return sendNext();
  };
  await Promise.all(Array.from({ length: 16 }, sendNext));
}

function message(tenantId: string): string {
  const now = new Date();
  const entries = Array.from({ length: perMessage }, (_, index) => {
    const device = {
      azureDeviceId: randomUUID(),
      name: `Device ${index}`,
      os: 'ios' as const,
      osVersion: '26.1',
      manufacturer: null,
      model: null,
      serialNumber: null,
      userPrincipalName: null,
      userId: randomUUID(),
      verdict: 'compliant' as const,
      lastCheckInAt: now,
      lastUpdateTime: now,
    };
    return partnerEntriesOf(tenantId, device, now);
  });
  return partnerMessageBody(tenantId, entries.flat(), now);
}

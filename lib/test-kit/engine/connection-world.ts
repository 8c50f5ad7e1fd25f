import { type AzureGatewayOptions, createAzureGateway } from '#lib/azure/create-azure-gateway';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { ConnectionIdentity } from '#lib/contract/connection';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { Actor } from '#lib/domain/people/actor';
import { createLog } from '#lib/log';
import { testDeviceId } from '#lib/sandbox/make-test-message';
import { startTestSandbox, type TestSandbox } from '../start-test-sandbox.ts';
import { createTestDatabase } from '../test-database.ts';

export const now = new Date('2026-11-23T07:00:00Z');
export const ann: Actor = { kind: 'admin', name: 'ann', requestId: null };

export interface ConnectionWorld {
  db: Database;
  sandbox: TestSandbox;
  identity: ConnectionIdentity;
  /** The real gateway at the sandbox, with other settings where a test wants them wrong */
  gateway: (wrong?: Partial<AzureGatewayOptions>) => AzureGateway;
  azure: () => { gateway: AzureGateway; publicUrl: string; log: ReturnType<typeof createLog> };
  audited: () => Promise<string[]>;
  /** Puts a device that was reported into the fleet. Answers its Azure id. */
  deviceThatReported: (name: string) => Promise<string>;
  close: () => Promise<void>;
}

/** PostgreSQL, and the gateway against the sandbox behind its real wire. A worker was seen just now. */
export async function createConnectionWorld(): Promise<ConnectionWorld> {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  const sandbox = await startTestSandbox();
  const gateway = (wrong: Partial<AzureGatewayOptions> = {}) =>
    createAzureGateway({ ...sandbox, timeoutMs: 2000, ...wrong });
  await db.pool.connection.update({ where: { id: 1 }, data: { workerSeenAt: now } });
  return {
    db,
    sandbox,
    identity: {
      mode: 'sandbox',
      tenantId: sandbox.tenantId,
      clientId: sandbox.clientId,
      cloud: 'public',
    },
    gateway,
    azure: () => ({
      gateway: gateway(),
      publicUrl: 'https://tenko.example',
      log: createLog('test', 'silent'),
    }),
    audited: async () => {
      const events = await db.pool.auditEvent.findMany({ orderBy: { id: 'asc' } });
      return events.map(({ action }) => action);
    },
    deviceThatReported: async (name) => {
      const azureDeviceId = testDeviceId(name);
      const checkIn = {
        externalId: name,
        checkedInAt: now.toISOString(),
        device: { name, os: 'ios', osVersion: '26.1' },
        azure: { deviceId: azureDeviceId, clientStatusCode: 'Success' },
      };
      await recordCheckIns(db, { feed: 'test', checkIns: [checkIn], now });
      await db.pool.device.updateMany({ where: { name }, data: { lastReportedAt: now } });
      return azureDeviceId;
    },
    close: async () => {
      await sandbox.stop();
      await db.close();
      await database.drop();
    },
  };
}

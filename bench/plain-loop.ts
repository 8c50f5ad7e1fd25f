import { randomUUID } from 'node:crypto';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import { partnerEntriesOf, partnerMessageBody } from '#lib/domain/reports/partner-message';

const perMessage = 50;
const atOnce = 32;

/** The floor of the engine: sends and confirms messages about as many devices, and keeps nothing. */
export async function plainLoop(gateway: AzureGateway, devices: number): Promise<void> {
  const messages = Array.from({ length: Math.ceil(devices / perMessage) }, () => randomUUID());
  const sendNext = async (): Promise<void> => {
    const id = messages.pop();
    if (id === undefined) return;
    await gateway.upload(id, message(gateway.tenantId));
    const { outcome } = await gateway.confirm(id);
    if (outcome !== 'completed') throw new Error(`the sandbox answered ${outcome}`);
    return sendNext();
  };
  await Promise.all(Array.from({ length: atOnce }, sendNext));
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

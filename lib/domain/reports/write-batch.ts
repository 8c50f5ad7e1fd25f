import type { DeviceWrite } from '../azure/device-writes.ts';
import { messagePrefix } from './partner-message.ts';

/** What a batch of writes says, as it is stored: the write of each device, in order. */
export function writeBatchBody(tenantId: string, writes: readonly DeviceWrite[]): string {
  const entries = writes.map(({ azureDeviceId, flags, extensionAttributes }) => ({
    DeviceId: azureDeviceId,
    ...flags,
    ...(extensionAttributes && {
      extensionAttributes: Object.fromEntries(
        [...extensionAttributes].map(([number, value]) => [`extensionAttribute${number}`, value]),
      ),
    }),
  }));
  return `${messagePrefix(tenantId)},"Writes":${JSON.stringify(entries)}}`;
}

/** The writes of one device in a stored body; none where it does not speak of it. */
export function writesOfDevice(body: string, azureDeviceId: string): unknown[] {
  const { Writes } = JSON.parse(body) as { Writes: { DeviceId: string }[] };
  return Writes.filter(({ DeviceId }) => DeviceId === azureDeviceId);
}

import { guidOf } from './guid.ts';
import { sandboxTenantId } from './identity.ts';

export interface TestDevice {
  name: string;
  /** ms since 1970; default: the year 2026 */
  lastUpdate?: number;
  isManaged?: boolean;
  isCompliant?: boolean;
  /** Default: iOS */
  os?: 'iOS' | 'Windows';
}

/** The Azure device id that `makeTestMessage` gives to a device of this name. */
export function testDeviceId(name: string): string {
  return guidOf(`test device ${name}`);
}

/** A DataUploadMessages body as the device service wants it. */
export function makeTestMessage(devices: readonly TestDevice[]): string {
  const content = devices.flatMap((device) => {
    const {
      name,
      lastUpdate = Date.UTC(2026, 0, 1),
      isManaged = true,
      isCompliant = true,
      os = 'iOS',
    } = device;
    const shared = {
      TenantId: sandboxTenantId,
      DeviceId: testDeviceId(name),
      UserId: guidOf('test user'),
      LastUpdateTime: new Date(lastUpdate).toISOString(),
    };
    const inventory = {
      ...shared,
      EntityType: 1,
      DeviceManagementState: isManaged ? 'managed' : 'notManaged',
      DeviceName: name,
      LastCheckInTime: shared.LastUpdateTime,
      Os: os,
      OsVersion: '26.1',
      EasIds: [],
      State: isManaged ? 0 : 1,
    };
    return [
      inventory,
      { ...shared, EntityType: 4, complianceStatus: isCompliant ? 'compliant' : 'notCompliant' },
    ];
  });
  const UploadTime = new Date(Date.UTC(2026, 0, 1)).toISOString();
  return JSON.stringify({ TenantId: sandboxTenantId, UploadTime, Content: JSON.stringify(content) });
}

import type { MdmDevice } from './mdm-fleet.ts';

/** Without fractions of a second where there are none, as Jamf writes times */
const time = (at: number): string => new Date(at).toISOString().replace('.000', '');

function groupsOf({ state }: MdmDevice) {
  const names = state === 'fine' ? ['Everything', 'Compliant'] : ['Everything'];
  return names.map((groupName, index) => ({ groupId: String(index + 1), groupName, smartGroup: true }));
}

/** Only the sections that were asked for; the others are null. */
function chosen(all: Record<string, [section: string, value: unknown]>, sections: readonly string[]) {
  const pairs = Object.entries(all).map(([key, [section, value]]) => [
    key,
    sections.includes(section) ? value : null,
  ]);
  return Object.fromEntries(pairs) as Record<string, unknown>;
}

export function describeComputer(device: MdmDevice, sections: readonly string[]): Record<string, unknown> {
  const { number, user, isMasked, state } = device;
  const encrypted = number % 9 !== 0;
  const location = { username: user.mail.split('@')[0], realname: user.name, email: user.mail };
  const nobody = { username: '', realname: null, email: '' };
  const ids = {
    name: 'Entra device id',
    values: device.azureDeviceId === null ? [] : [device.azureDeviceId],
  };
  const general = {
    name: device.name,
    platform: 'Mac',
    lastContactTime: time(device.contactAt),
    reportDate: time(device.contactAt),
    remoteManagement: { managed: state !== 'retiring' },
    supervised: device.isCompany,
    userApprovedMdm: true,
    lastEnrolledDate: time(device.enrolledAt),
    site: { id: '-1', name: 'None' },
  };
  return {
    id: device.isDamaged ? null : String(number),
    udid: device.guid.toUpperCase(),
    ...chosen(
      {
        general: ['GENERAL', general],
        hardware: [
          'HARDWARE',
          {
            make: 'Apple',
            model: device.model,
            modelIdentifier: 'Mac16,8',
            serialNumber: number % 17 === 0 ? '-1' : device.serialNumber,
          },
        ],
        operatingSystem: [
          'OPERATING_SYSTEM',
          {
            name: 'macOS',
            version: device.version,
            build: '25B78',
            rapidSecurityResponse: number % 10 === 0 ? '(a)' : '',
            fileVault2Status: encrypted ? 'ALL_ENCRYPTED' : 'NOT_ENCRYPTED',
          },
        ],
        userAndLocation: ['USER_AND_LOCATION', isMasked ? nobody : location],
        security: [
          'SECURITY',
          {
            sipStatus: state === 'jailbroken' ? 'DISABLED' : 'ENABLED',
            gatekeeperStatus: 'APP_STORE_AND_IDENTIFIED_DEVELOPERS',
            firewallEnabled: number % 4 !== 0,
            secureBootLevel: 'FULL_SECURITY',
          },
        ],
        diskEncryption: [
          'DISK_ENCRYPTION',
          {
            bootPartitionEncryptionDetails: {
              partitionFileVault2State: encrypted ? 'ENCRYPTED' : 'UNENCRYPTED',
            },
          },
        ],
        groupMemberships: ['GROUP_MEMBERSHIPS', groupsOf(device)],
        extensionAttributes: ['EXTENSION_ATTRIBUTES', [{ definitionId: '1', enabled: true, ...ids }]],
      },
      sections,
    ),
  };
}

const types: Partial<Record<MdmDevice['system'], string>> = { ios: 'iOS', ipados: 'iOS', tvos: 'tvOS' };

export function describeMobile(device: MdmDevice, sections: readonly string[]): Record<string, unknown> {
  const { number, user, isMasked, state } = device;
  // What Jamf cannot describe comes without a type and without its sections.
  if (device.isDamaged) return { mobileDeviceId: String(number), deviceType: 'Unknown' };
  const value = device.azureDeviceId === null ? [] : [device.azureDeviceId];
  return {
    mobileDeviceId: String(number),
    deviceType: types[device.system] ?? 'visionOS',
    ...chosen(
      {
        general: [
          'GENERAL',
          {
            udid: device.guid,
            displayName: device.name,
            lastInventoryUpdateDate: time(device.contactAt),
            lastEnrolledDate: time(device.enrolledAt),
            osVersion: device.version,
            osBuild: '23B85',
            osRapidSecurityResponse: number % 10 === 0 ? '(a)' : '',
            managed: state !== 'retiring',
            supervised: device.isCompany,
            deviceOwnershipType: device.isCompany ? 'Institutional' : 'UserEnrollment',
          },
        ],
        hardware: [
          'HARDWARE',
          {
            serialNumber: number % 17 === 0 ? '-1' : device.serialNumber,
            model: device.model,
            modelIdentifier: 'X1,1',
          },
        ],
        userAndLocation: [
          'USER_AND_LOCATION',
          {
            username: user.mail,
            realName: isMasked ? '' : user.name,
            emailAddress: isMasked ? '' : user.mail,
          },
        ],
        security: [
          'SECURITY',
          {
            dataProtected: number % 9 !== 0,
            passcodePresent: number % 9 !== 0,
            passcodeCompliant: true,
            passcodeCompliantWithProfile: true,
            jailBreakDetected: state === 'jailbroken',
            lostModeEnabled: false,
          },
        ],
        groups: ['GROUPS', groupsOf(device)],
        extensionAttributes: [
          'EXTENSION_ATTRIBUTES',
          [{ id: '1', name: 'Entra device id', type: 'STRING', value }],
        ],
      },
      sections,
    ),
  };
}

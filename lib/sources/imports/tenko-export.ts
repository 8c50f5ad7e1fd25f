import type { FileMapping } from '#lib/domain/sources/import-row';

const fields = [
  'externalId',
  'lastCheckInAt',
  'name',
  'serialNumber',
  'os',
  'osVersion',
  'manufacturer',
  'model',
  'userPrincipalName',
  'userDisplayName',
  'action',
  'managementState',
  'azureDeviceId',
  'clientStatusCode',
  'azureUserPrincipalName',
] as const;

/**
 * A device of Tenko's own export. What Tenko and Microsoft made of it (reports, Entra's answer) is not taken over. The
 * export names no policies: what was in force becomes one violation. A device that was retired there is retired here.
 */
export const tenkoExport: FileMapping = {
  fieldOf: (column) => fields.find((field) => field === column) ?? null,
  needed: [['externalId'], ['lastCheckInAt'], ['os']],
  times: ['lastCheckInAt'],
  map: (given) => {
    const { externalId, lastCheckInAt, name, serialNumber, os, osVersion, manufacturer, model, ...rest } =
      given;
    const isManaged = rest.managementState === undefined || rest.managementState === 'managed';
    const action = isManaged ? (rest.action ?? null) : 'retire';
    return {
      checkIn: {
        externalId,
        checkedInAt: lastCheckInAt,
        device: { name, serialNumber, os, osVersion, manufacturer, model },
        user: { principalName: rest.userPrincipalName, displayName: rest.userDisplayName },
        violations: action === null ? [] : [{ policy: 'Imported', action }],
        azure: {
          deviceId: rest.azureDeviceId,
          clientStatusCode: rest.clientStatusCode,
          userPrincipalName: rest.azureUserPrincipalName,
        },
      },
    };
  },
};

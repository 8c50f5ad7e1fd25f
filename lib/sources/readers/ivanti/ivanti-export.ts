import type { FileMapping } from '#lib/domain/sources/import-row';
import { textIn, timeIn } from '../native-values.ts';
import { idOfIvantiDevice, mapIvantiDevice } from './map-ivanti-device.ts';

/** Fields of Ivanti's API, with the names that its pages and exports have for them: letters and digits only, in lower case. */
const labels: Readonly<Record<string, readonly string[]>> = {
  id: ['deviceid'],
  guid: ['deviceguid', 'deviceuuid'],
  lastCheckin: ['lastcheckintime', 'lastcheckindate', 'lastcontact', 'lastseen'],
  clientLastCheckin: ['clientlastcheckintime'],
  lastRegistrationTime: ['registrationtime', 'registrationdate', 'registeredon', 'registeredat'],
  deviceName: ['name'],
  entityName: [],
  platformType: ['platform', 'os', 'operatingsystem', 'ostype'],
  platformVersion: ['osversion', 'operatingsystemversion'],
  osBuildVersion: ['osbuild', 'buildversion'],
  prettyModel: ['model', 'modelname'],
  deviceModel: ['modelidentifier', 'modelnumber'],
  manufacturer: ['devicemanufacturer'],
  serialNumber: ['serial', 'deviceserialnumber'],
  altSerialNumber: ['alternateserialnumber'],
  ownershipType: ['ownership', 'deviceownership'],
  jailbroken: ['jailbrokenrooted', 'jailbrokenorrooted', 'rooted', 'compromised'],
  passcodeCompliant: ['passcodecompliance'],
  passcodeCompliantWithProfiles: [],
  uid: ['userid', 'username', 'userprincipalname', 'upn'],
  emailAddress: ['email', 'useremail', 'useremailaddress'],
  displayName: ['userdisplayname', 'user', 'owner', 'fullname'],
  registrationState: ['registrationstatus', 'status', 'state', 'devicestatus'],
  quarantined: ['isquarantined', 'quarantine'],
  blocked: ['isblocked'],
  complianceState: ['compliance', 'compliancestatus', 'compliant'],
  violatedPolicies: ['policiesviolated', 'violatedpolicynames', 'violatedpolicy'],
  azureDeviceId: ['azuredeviceidentifier', 'entradeviceid'],
  azureClientStatusCode: ['azureclientstatus'],
  azureIntuneDeviceStatus: ['azuredevicecompliancestatus', 'azurecompliancestatus'],
  azureIntuneStatusUpdatedAt: ['azuredevicecompliancestatusreporttime', 'azurestatusreporttime'],
  azureUserUpn: ['azureuserprincipalname', 'azureupn'],
  androidSecurityPatchLevel: ['securitypatchlevel', 'androidsecuritypatch'],
  supervised: ['issupervised'],
  userEnrolled: [],
  lostModeEnabled: ['lostmode'],
  mobileThreatDefenseGeneralStatus: ['mobilethreatdefensestatus', 'mtdstatus', 'threatdefensestatus'],
  clientVersion: [],
  dmPartitionName: ['space', 'partition', 'devicespace', 'spacename'],
};

const plain = (text: string) => text.toLowerCase().replace(/[^a-z\d]/g, '');
const fields = new Map(
  Object.entries(labels).flatMap(([field, names]) => [plain(field), ...names].map((name) => [name, field])),
);

/**
 * A file with the columns of Ivanti's API, or labels for them. Without a column for an id, the serial number is the id.
 * Lists of policies are text here; compliance may be a word. A time that cannot be read would hide what a device says now.
 */
export const ivantiExport: FileMapping = {
  fieldOf: (column) => fields.get(plain(column)) ?? null,
  needed: [
    ['id', 'guid', 'serialNumber'],
    ['deviceName', 'entityName', 'serialNumber'],
    ['platformType'],
    ['lastCheckin', 'clientLastCheckin', 'lastRegistrationTime'],
  ],
  times: ['lastCheckin', 'clientLastCheckin', 'lastRegistrationTime', 'azureIntuneStatusUpdatedAt'],
  map: (given) => {
    const isKnownById = given.id !== undefined || given.guid !== undefined;
    const native = {
      ...given,
      id: isKnownById ? given.id : given.serialNumber,
      violatedPolicies: namesIn(given.violatedPolicies),
      complianceState: complianceIn(given.complianceState),
    };
    const time = textIn(given.lastCheckin);
    if (time !== null && timeIn(given.lastCheckin) === null) {
      const detail = `lastCheckin is not a time: ${time.slice(0, 100)}`;
      return { skipped: { externalId: idOfIvantiDevice(native), reason: 'mapping_failed', detail } };
    }
    return mapIvantiDevice(native);
  },
};

/** Names in one cell: one a line, else between bars or semicolons, else between commas; or a JSON list of the API. */
function namesIn(value: unknown): unknown {
  const text = typeof value === 'string' ? value.trim().replace(/^\[(.*)\]$/s, '$1') : null;
  if (text === null) return value;
  const between = [/[\r\n]+/, /[|;]/, /,/].find((one) => one.test(text)) ?? /$^/;
  return text.split(between).map((name) => name.trim().replace(/^"(.*)"$/s, '$1'));
}

function complianceIn(value: unknown): unknown {
  const word = plain(textIn(value) ?? '');
  if (['compliant', 'incompliance'].includes(word)) return true;
  return ['noncompliant', 'notcompliant', 'outofcompliance'].includes(word) ? false : value;
}

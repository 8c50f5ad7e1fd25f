import type { Ownership } from '#lib/domain/devices/operating-system';
import { type Action, actions } from '#lib/domain/devices/verdict';
import type { SourceRecord } from '#lib/domain/sources/source-reader';
import {
  attributesOf,
  firstText,
  flagIn,
  idIn,
  recordsIn,
  systemIn,
  textIn,
  timeIn,
  versionIn,
} from '../native-values.ts';
import { isRecord, recordOf } from '../record-of.ts';

type Native = Readonly<Record<string, unknown>>;

/** What follows from a failed policy: Fleet only says whether it is critical. */
export interface FleetActions {
  critical: Action;
  other: Action;
}

export function fleetActions(settings: Readonly<Record<string, unknown>>): FleetActions {
  const known = (value: unknown, usual: Action) => actions.find((action) => action === value) ?? usual;
  return {
    critical: known(settings.criticalAction, 'quarantine'),
    other: known(settings.otherAction, 'send_alert'),
  };
}

export function idOfFleetHost({ id }: Native): string | null {
  return idIn(id);
}

/** A host of `GET /api/v1/fleet/hosts` with policies and device mapping. */
export function mapFleetHost(native: Native, follows: FleetActions): SourceRecord {
  const platform = textIn(native.platform);
  const os = platform === null ? null : systemIn(platform);
  const isMobile = os === 'ios' || os === 'ipados' || os === 'android';
  const seen = timeSince2000(native.seen_time);
  const described = timeSince2000(native.detail_updated_at);
  return recordOf({
    externalId: idOfFleetHost(native),
    // Phones and tablets have no agent that is seen: they are in contact when they are described.
    checkedInAt:
      (isMobile ? (described ?? seen) : (seen ?? described)) ?? timeSince2000(native.last_enrolled_at),
    name: firstText(native.display_name, native.computer_name, native.hostname),
    serialNumber: serialOf(native.hardware_serial),
    os,
    osVersion: versionIn(native.os_version),
    manufacturer: textIn(native.hardware_vendor),
    model: textIn(native.hardware_model),
    ownership: ownershipOf(native),
    encrypted: flagIn(native.disk_encryption_enabled),
    attributes: attributesOfHost(native),
    user: userOf(native),
    violations: recordsIn(native.policies)
      .filter(({ response }) => response === 'fail')
      .map(({ name, critical }) => ({
        policy: textIn(name) ?? 'policy without a name',
        action: critical === true ? follows.critical : follows.other,
      })),
  });
}

/** Fleet's “never” is the beginning of the year 2000. */
function timeSince2000(value: unknown): string | null {
  const time = timeIn(value);
  return time !== null && time > '2000-01-02' ? time : null;
}

function serialOf(value: unknown): string | null {
  const serial = textIn(value);
  return serial === '-1' ? null : serial;
}

function ownershipOf({ mdm }: Native): Ownership | undefined {
  const status = isRecord(mdm) ? textIn(mdm.enrollment_status) : null;
  if (status === 'On (automatic)') return 'company';
  return status === 'On (personal)' ? 'personal' : undefined;
}

/** The account at the identity provider first; then what an admin set; then the profiles of a browser. */
const sources = ['mdm_idp_accounts', 'idp', 'custom', 'google_chrome_profiles'];

function userOf({ device_mapping, end_users }: Native) {
  const [person] = recordsIn(end_users);
  const principalName = textIn(person?.idp_username);
  if (principalName !== null) return { principalName, displayName: textIn(person?.idp_full_name) };
  if (!Array.isArray(device_mapping)) return undefined;
  const mapped = recordsIn(device_mapping);
  const rank = ({ source }: Native) => (sources.indexOf(textIn(source) ?? '') + 10) % 10;
  const [best] = mapped.toSorted((a, b) => rank(a) - rank(b));
  return { principalName: textIn(best?.email) };
}

function attributesOfHost(native: Native) {
  const mdm = isRecord(native.mdm) ? native.mdm : {};
  const issues = isRecord(native.issues) ? native.issues : {};
  return attributesOf({
    uuid: idIn(native.uuid),
    platform: native.platform,
    osName: native.os_version,
    osBuild: native.build,
    team: native.team_name ?? native.fleet_name,
    agentVersion: native.osquery_version,
    enrolledAt: timeSince2000(native.last_enrolled_at),
    mdm: mdm.name,
    mdmEnrollment: mdm.enrollment_status,
    recoveryKeyEscrowed: flagIn(mdm.encryption_key_available),
    failingPolicies: issues.failing_policies_count,
  });
}

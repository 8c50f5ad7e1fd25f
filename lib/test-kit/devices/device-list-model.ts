import { accessOf } from '#lib/domain/devices/access';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import { nameKeyOf } from '#lib/domain/text/name-key';
import { ago, type Device, devices } from './random-devices.ts';

const noChannel = { none: 'channel_off', partner: null } as const;
const untagged = { channel: 'partner', entraTagState: null, entraTagEvaluated: null } as const;

function matches(one: Device, wanted: Record<string, unknown>): boolean {
  const before = (value: string | null, bound: unknown) =>
    value !== null && value < ({ P3D: ago(72), PT30H: ago(30) }[bound as string] ?? (bound as string));
  return Object.entries(wanted).every(([field, value]) => {
    if (field === 'policy') return one.policies.some((policy) => (value as string[]).includes(policy));
    if (field === 'policyAction') return (value as string[]).includes(one.step);
    if (field === 'tag') return one.tags.some((tag) => (value as string[]).some((key) => sameTag(key, tag)));
    if (field === 'access')
      return (value as string[]).includes(accessOf({ ...one, ...untagged, entraDeletedAt: null }).state);
    if (field === 'entraDisagrees') return one.driftSince !== null || one.entraProblem !== null;
    if (field === 'drift') return one.driftSince !== null;
    if (field === 'azureIdTaken') return one.azureIdTakenBy !== null;
    if (field === 'missing') return one.missingSince !== null;
    if (field === 'restored')
      return obstacleOf({ ...one, channelReason: noChannel[one.channel] }) === 'restored';
    if (field === 'neverReported') return one.azureComplianceStatus === null;
    if (field === 'lastCheckInBefore') return before(one.lastCheckInAt, value);
    if (field === 'lastReportedBefore') return before(one.lastReportedAt, value);
    if (field === 'model') return (value as string[]).includes(one.model ?? '');
    if (field === 'encrypted') return (value as string[]).includes(String(one.encrypted ?? 'blank'));
    if (field === 'id') return (value as string[]).some((whole) => isCalled(one, whole));
    if (field === 'q') return found(`${one.name}\n${one.id}`, String(value));
    return (value as string[]).includes((one[field as keyof Device] as string | null) ?? 'blank');
  });
}

const sameTag = (one: string, other: string) => nameKeyOf(one) === nameKeyOf(other);

/** Any line, all its words, in the name or the external id, which is the id here. */
function found(searched: string, q: string): boolean {
  const fold = (text: string) =>
    text.normalize('NFKC').toLowerCase().replaceAll('’', "'").replace(/[‐‑]/g, '-');
  return q.split('\n').some((line) => line.split(' ').every((word) => fold(searched).includes(fold(word))));
}

function isCalled(one: Device, whole: string): boolean {
  const fold = (text: string) =>
    text.normalize('NFKC').toLowerCase().replaceAll('’', "'").replace(/[‐‑]/g, '-');
  return [one.name, one.id].some((name) => fold(name) === fold(whole));
}

const byText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The ids that a plain reading of the same devices finds, in their order. */
export function reference(wanted: Record<string, unknown>, sort: string): string[] {
  const key = sort.replace('-', '') as 'name' | 'lastCheckInAt' | 'lastReportedAt';
  const turn = sort.startsWith('-') ? -1 : 1;
  const order = (a: Device, b: Device) => {
    const [left, right] = [a[key], b[key]];
    if (left === null || right === null) {
      return left === right ? byText(a.id, b.id) : left === null ? 1 : -1;
    }
    return turn * (byText(left, right) || byText(a.id, b.id));
  };
  return devices
    .filter((one) => matches(one, wanted))
    .toSorted(order)
    .map(({ id }) => id);
}

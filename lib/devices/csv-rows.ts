import { stringify } from 'csv-stringify/sync';
import { type DeviceListItem, deviceListItem } from '../contract/device.ts';

type Entra = NonNullable<DeviceListItem['entra']>;
const entraColumns = {
  entraIsCompliant: 'isCompliant',
  entraIsManaged: 'isManaged',
  entraEnabled: 'enabled',
  entraComplianceExpiresAt: 'complianceExpiresAt',
  entraReadAt: 'readAt',
  entraProblem: 'problem',
} as const satisfies Record<string, keyof Entra>;

/** Every field of the API; Entra's answer, and access with its reason, as columns of their own. */
const columns = Object.keys(deviceListItem.shape).flatMap((field) => {
  if (field === 'entra') return Object.keys(entraColumns);
  return field === 'access' ? ['access', 'accessBecause'] : [field];
});
/** What a spreadsheet would take for a formula is escaped, and quoted too. */
const formula = /^[=+\-@\t\r＝＋－＠]/;
/** A break alone is not our end of a row, and passes unquoted otherwise: a name could add rows of its own. */
const lineBreak = /[\r\n\u0085\u2028\u2029]/;
const quoted = [formula, lineBreak];
const byteOrderMark = '\ufeff';
const options = {
  columns,
  escape_formulas: true,
  quoted_match: quoted,
  record_delimiter: 'windows',
  cast: { boolean: String },
} as const;

export function csvHeader(bom: boolean): string {
  return (bom ? byteOrderMark : '') + stringify([], { ...options, header: true });
}

export function csvRows(devices: readonly DeviceListItem[]): string {
  return stringify(devices.map(flat), options);
}

function flat({ entra, access, ...device }: DeviceListItem): Record<string, unknown> {
  const answers = Object.entries(entraColumns).map(([column, field]) => [column, entra?.[field] ?? null]);
  const ours = { ...device, access: access.state, accessBecause: access.because };
  return { ...ours, ...Object.fromEntries(answers) };
}

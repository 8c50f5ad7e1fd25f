/** Why a device is reported, strongest first: where several hold at once, the first names the report. */
export const triggers = [
  'retire',
  'compliance_change',
  'azure_registration',
  'inventory_change',
  'manual',
  'resync',
  'weekly',
] as const;
export type Trigger = (typeof triggers)[number];

/** 0 goes first: what changed or was asked for; 1 is work that can wait behind it. */
export const priorityOf = {
  retire: 0,
  compliance_change: 0,
  azure_registration: 0,
  inventory_change: 0,
  manual: 0,
  resync: 1,
  weekly: 1,
} satisfies Record<Trigger, 0 | 1>;

export function strongerTrigger(a: Trigger | null, b: Trigger | null): Trigger | null {
  if (a === null || b === null) return a ?? b;
  return triggers.indexOf(a) <= triggers.indexOf(b) ? a : b;
}

/** What was looked at, and what was found. No secret, and no name of a device or person, is in any of it. */
export interface Finding {
  area:
    | 'configuration'
    | 'versions'
    | 'disk'
    | 'backups'
    | 'database'
    | 'processes'
    | 'microsoft'
    | 'proxies'
    | 'mail';
  name: string;
  status: 'ok' | 'warning' | 'failed';
  detail: string;
  /** What to do; null: nothing */
  advice: string | null;
}

/** Makes the findings of one area. */
export function findingsOf(area: Finding['area']) {
  const found: Finding[] = [];
  const add = (status: Finding['status'], name: string, detail: string, advice: string | null) => {
    found.push({ area, name, status, detail, advice });
  };
  return {
    found,
    ok: (name: string, detail: string) => add('ok', name, detail, null),
    warning: (name: string, detail: string, advice: string) => add('warning', name, detail, advice),
    failed: (name: string, detail: string, advice: string) => add('failed', name, detail, advice),
  };
}

const marks = { ok: 'ok     ', warning: 'WARNING', failed: 'FAILED ' };

/** The report as lines of text. */
export function shownFindings(findings: readonly Finding[]): string[] {
  const lines: string[] = [];
  let area = '';
  for (const finding of findings) {
    if (finding.area !== area) lines.push(...(area === '' ? [] : ['']), finding.area);
    area = finding.area;
    lines.push(`  ${marks[finding.status]}  ${finding.name}: ${finding.detail}`);
    if (finding.advice !== null) lines.push(`           → ${finding.advice}`);
  }
  const count = (status: Finding['status']) => findings.filter((one) => one.status === status).length;
  return [
    ...lines,
    '',
    `${count('ok')} ok, ${counted(count('warning'), 'warning')}, ${count('failed')} failed`,
  ];
}

/** `1 warning`, `2 warnings` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function shownBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

import type { ExportScheduleInput, ExportScheduleItem } from '#lib/contract/export-schedule';
import type { ExportRhythm } from '#lib/domain/alerts/export-schedule';
import type { DeviceCriteria, DeviceSort } from '#lib/domain/devices/device-criteria';

/** A scheduled export while it is written. Each rhythm keeps its day while another one is chosen. */
export interface ExportDraft {
  name: string;
  filter: DeviceCriteria;
  sort: DeviceSort;
  allColumns: boolean;
  columns: readonly string[];
  every: ExportRhythm;
  weekday: number;
  dayOfMonth: number | 'last';
  at: string;
  timeZone: string;
  destinationIds: readonly string[];
  whenEmpty: boolean;
  enabled: boolean;
}

/** The list that a new export starts with */
export type StartList = Pick<ExportDraft, 'filter' | 'sort' | 'columns'>;

/** Every Monday at eight; to the only destination if there is only one. */
export function newExport(timeZone: string, destinationIds: readonly string[], list: StartList): ExportDraft {
  return {
    name: '',
    ...list,
    allColumns: list.columns.length === 0,
    every: 'week',
    weekday: 1,
    dayOfMonth: 1,
    at: '08:00',
    timeZone,
    destinationIds: destinationIds.length === 1 ? destinationIds : [],
    whenEmpty: false,
    enabled: true,
  };
}

export function draftOfExport(schedule: ExportScheduleItem): ExportDraft {
  const { name, filter, sort, columns, every, weekday, dayOfMonth, at, timeZone } = schedule;
  const { destinationIds, whenEmpty, enabled } = schedule;
  return {
    name,
    filter,
    sort,
    allColumns: columns.length === 0,
    columns,
    every,
    weekday: weekday ?? 1,
    dayOfMonth: dayOfMonth ?? 1,
    at,
    timeZone,
    destinationIds,
    whenEmpty,
    enabled,
  };
}

export function exportInputOf({ allColumns, ...draft }: ExportDraft): ExportScheduleInput {
  return {
    ...draft,
    name: draft.name.trim(),
    columns: allColumns ? [] : [...draft.columns],
    weekday: draft.every === 'week' ? draft.weekday : null,
    dayOfMonth: draft.every === 'month' ? draft.dayOfMonth : null,
    destinationIds: [...draft.destinationIds],
  };
}

export type ExportProblem = 'name' | 'columns' | 'time' | 'destinations';

/** What the API would refuse, as far as the browser can say. */
export function problemsOfExport(draft: ExportDraft): ReadonlySet<ExportProblem> {
  const problems: [ExportProblem, boolean][] = [
    ['name', draft.name.trim() === ''],
    ['columns', !draft.allColumns && draft.columns.length === 0],
    ['time', !/^\d\d:\d\d$/.test(draft.at)],
    ['destinations', draft.destinationIds.length === 0],
  ];
  return new Set(problems.filter(([, isWrong]) => isWrong).map(([problem]) => problem));
}

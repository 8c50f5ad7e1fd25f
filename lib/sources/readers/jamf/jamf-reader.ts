import type { SourceAccess } from '#lib/domain/sources/source';
import {
  type PageRequest,
  SourceFailure,
  type SourcePage,
  type SourceReader,
  type SourceRecord,
} from '#lib/domain/sources/source-reader';
import type { OutboundAnswer, OutboundClient } from '../../../outbound/outbound-client.ts';
import { recordsIn, textIn } from '../native-values.ts';
import { isRecord, mapRecords } from '../record-of.ts';
import { createJamfCall, type JamfCall } from './jamf-call.ts';
import type { JamfView, Native } from './jamf-values.ts';
import { idOfComputer, mapComputer } from './map-computer.ts';
import { idOfMobileDevice, mapMobileDevice } from './map-mobile-device.ts';

/** Jamf takes up to 2,000; whole records are large. */
const pageSize = 500;

type ListName = 'computers' | 'mobile';
type Query = [name: string, value: string][];

interface List {
  /** The newest version first: which of them there is depends on the release */
  paths: readonly string[];
  query: Query;
  /** Computers are filtered by dotted names, mobile devices by bare ones */
  changedField: string;
  idField: string;
  groupsPath: string;
  map: (native: Native, view: JamfView) => SourceRecord;
  idOf: (native: Native) => string | null;
  next: ListName | null;
}

const sections = (...names: string[]): Query => names.map((name) => ['section', name]);
const lists: Record<ListName, List> = {
  computers: {
    paths: [4, 3, 1].map((version) => `/api/v${version}/computers-inventory`),
    query: [
      ...sections('GENERAL', 'HARDWARE', 'OPERATING_SYSTEM', 'USER_AND_LOCATION', 'SECURITY'),
      ...sections('DISK_ENCRYPTION', 'GROUP_MEMBERSHIPS', 'EXTENSION_ATTRIBUTES'),
      ['sort', 'id:asc'],
    ],
    changedField: 'general.reportDate',
    idField: 'id',
    groupsPath: '/api/v1/computer-groups',
    map: mapComputer,
    idOf: idOfComputer,
    next: 'mobile',
  },
  mobile: {
    paths: ['/api/v2/mobile-devices/detail'],
    query: [
      ...sections('GENERAL', 'HARDWARE', 'USER_AND_LOCATION', 'SECURITY', 'GROUPS', 'EXTENSION_ATTRIBUTES'),
      ['sort', 'mobileDeviceId:asc'],
      // Else one device that Jamf cannot describe fails its whole page.
      ['exception-handling', 'LENIENT'],
    ],
    changedField: 'lastInventoryUpdateDate',
    idField: 'mobileDeviceId',
    groupsPath: '/api/v1/mobile-device-groups',
    map: mapMobileDevice,
    idOf: idOfMobileDevice,
    next: null,
  },
};

interface Cursor {
  list: ListName;
  page: number;
  /** Of the list, when its last page was read */
  total: number | null;
  /** Devices of the other list; null: not counted */
  others: number | null;
}

/** Reads computers, then mobile devices, from Jamf Pro. */
export function createJamfReader(access: SourceAccess, client: OutboundClient): SourceReader {
  const call = createJamfCall(access, client);
  const viewOf = createViews(access, call);
  const find = createFinder(call);
  return {
    readPage: async ({ walk, cursor: given, since, withNatives }: PageRequest): Promise<SourcePage> => {
      const isFull = walk === 'full' || since === null;
      const others = given === null && isFull ? (await find('mobile', null, 0, 1)).total : null;
      const cursor = (given as Cursor | null) ?? { list: 'computers', page: 0, total: null, others };
      const list = lists[cursor.list];
      const view = await viewOf(cursor.list);
      const filter = isFull ? null : `${list.changedField}>=${since.toISOString()}`;
      const { records, total } = await find(cursor.list, filter, cursor.page);
      const next = nextOf(cursor, records.length, total);
      return {
        records: mapRecords(records, (native) => list.map(native, view), list.idOf),
        ...(withNatives && { natives: records }),
        next: next === null ? null : { cursor: { ...next }, pauseMs: 0 },
        total: isFull && cursor.others !== null ? total + cursor.others : null,
      };
    },
    readOne: async (externalId) => {
      const [, name, id] = /^(computer|mobile)-(\d+)$/.exec(externalId) ?? [];
      if (name === undefined || id === undefined) return null;
      const listName = name === 'mobile' ? 'mobile' : 'computers';
      const list = lists[listName];
      const view = await viewOf(listName);
      const { records } = await find(listName, `${list.idField}==${id}`, 0);
      return mapRecords(records, (native) => list.map(native, view), list.idOf)[0] ?? null;
    },
  };
}

/** Where devices were removed since the last page, others moved up past its beginning: the page before is read again. */
function nextOf(cursor: Cursor, read: number, total: number): Cursor | null {
  const { list, page, total: before } = cursor;
  if (before !== null && total < before && page > 0) return { ...cursor, page: page - 1, total };
  if (read > 0 && (page + 1) * pageSize < total) return { ...cursor, page: page + 1, total };
  const { next } = lists[list];
  return next === null
    ? null
    : { list: next, page: 0, total: null, others: cursor.others === null ? null : total };
}

type Finder = (
  list: ListName,
  filter: string | null,
  page: number,
  size?: number,
) => Promise<{ records: unknown[]; total: number }>;

/** Which version there is, is tried once. */
function createFinder(call: JamfCall): Finder {
  const known = new Map<ListName, string>();
  const ask = async (name: ListName, query: Query): Promise<OutboundAnswer> => {
    const before = known.get(name);
    if (before !== undefined) return call.send(before, query);
    let last: OutboundAnswer | null = null;
    for (const path of lists[name].paths) {
      last = await call.send(path, query);
      if (last.status === 404) continue;
      if (last.status < 300) known.set(name, path);
      return last;
    }
    if (last === null) throw new SourceFailure('not_found', `there is no list of ${name}`);
    return last;
  };
  return async (name, filter, page, size = pageSize) => {
    const paging: Query = [
      ['page', String(page)],
      ['page-size', String(size)],
    ];
    const filtering: Query = filter === null ? [] : [['filter', filter]];
    const answer = await ask(name, [...lists[name].query, ...paging, ...filtering]);
    const body = call.jsonOf(answer);
    if (!isRecord(body) || !Array.isArray(body.results)) {
      throw new SourceFailure('unexpected_answer', `the answer holds no list of ${name}`, {
        status: answer.status,
      });
    }
    const { results, totalCount } = body;
    return { records: results, total: typeof totalCount === 'number' ? totalCount : results.length };
  };
}

/** A group that is in neither list is a wrong setting: without this check, every device would be out of it. */
function createViews({ settings }: SourceAccess, call: JamfCall): (list: ListName) => Promise<JamfView> {
  const group = textIn(settings.compliantGroup);
  const azureIdAttribute = textIn(settings.azureIdAttribute);
  let known: Record<ListName, boolean> | null = null;
  const hasGroup = async (list: ListName): Promise<boolean> => {
    const body = call.jsonOf(await call.send(lists[list].groupsPath));
    const groups = isRecord(body) ? body.results : body;
    return recordsIn(groups).some(({ name }) => textIn(name)?.toLowerCase() === group?.toLowerCase());
  };
  return async (list) => {
    if (group === null) return { compliantGroup: null, azureIdAttribute };
    known ??= { computers: await hasGroup('computers'), mobile: await hasGroup('mobile') };
    if (!known.computers && !known.mobile) {
      throw new SourceFailure(
        'setting_not_found',
        `There is no group “${group}” of computers or mobile devices`,
      );
    }
    return { compliantGroup: known[list] ? group : null, azureIdAttribute };
  };
}

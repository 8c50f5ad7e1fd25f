import type { SourceAccess } from '#lib/domain/sources/source';
import {
  type PageRequest,
  SourceFailure,
  type SourcePage,
  type SourceReader,
} from '#lib/domain/sources/source-reader';
import type { OutboundAnswer, OutboundClient } from '../../../outbound/outbound-client.ts';
import { recordsIn, textIn, timeIn } from '../native-values.ts';
import { isRecord, mapRecords } from '../record-of.ts';
import { createSourceHttp } from '../source-http.ts';
import { fleetActions, idOfFleetHost, mapFleetHost } from './map-fleet-host.ts';

const perPage = 500;

type Query = [name: string, value: string][];

/** Fleet has no filter by time: a quick walk reads the newest first, until they are too old. */
const phases = {
  all: 'id',
  details: 'detail_updated_at',
  policies: 'policy_updated_at',
} as const;
type Phase = keyof typeof phases;

interface Cursor {
  phase: Phase;
  page: number;
  /** Hosts when the last page was read */
  total: number | null;
}

/** Reads Fleet with the token of an API-only user. Its documentation advises against the keyset parameter `after`. */
export function createFleetReader(access: SourceAccess, client: OutboundClient): SourceReader {
  const fleet = openFleet(access, client);
  const follows = fleetActions(access.settings);
  const map = (native: Record<string, unknown>) => mapFleetHost(native, follows);
  return {
    readPage: async ({ walk, cursor: given, since, withNatives }: PageRequest): Promise<SourcePage> => {
      const isFull = walk === 'full' || since === null;
      const cursor = (given as Cursor | null) ?? { phase: isFull ? 'all' : 'details', page: 0, total: null };
      const team = await fleet.team();
      const hosts = await fleet.hosts(cursor, team);
      const total = isFull ? await fleet.count(team) : null;
      const next = isFull ? nextOfAll(cursor, hosts.length, total) : nextOfQuick(cursor, hosts, since);
      return {
        records: mapRecords(hosts, map, idOfFleetHost),
        ...(withNatives && { natives: hosts }),
        next: next === null ? null : { cursor: { ...next }, pauseMs: 0 },
        total,
      };
    },
    readOne: async (externalId) => {
      if (!/^\d+$/.test(externalId)) return null;
      const answer = await fleet.get(`/hosts/${externalId}`);
      if (answer.status === 404) return null;
      const body = fleet.jsonOf(answer);
      const host = isRecord(body) ? body.host : null;
      return mapRecords([host], map, idOfFleetHost)[0] ?? null;
    },
  };
}

/** Where hosts were removed since the last page, others moved up past its beginning: the page before is read again. */
function nextOfAll(
  { phase, page, total: before }: Cursor,
  read: number,
  total: number | null,
): Cursor | null {
  if (before !== null && total !== null && total < before && page > 0)
    return { phase, page: page - 1, total };
  return read < perPage ? null : { phase, page: page + 1, total };
}

function nextOfQuick({ phase, page }: Cursor, hosts: unknown[], since: Date | null): Cursor | null {
  const last = hosts.at(-1);
  const oldest = isRecord(last) ? timeIn(last[phases[phase]]) : null;
  const isNewEnough = oldest !== null && since !== null && new Date(oldest) >= since;
  if (hosts.length === perPage && isNewEnough) return { phase, page: page + 1, total: null };
  return phase === 'details' ? { phase: 'policies', page: 0, total: null } : null;
}

interface Fleet {
  get: (path: string, query?: Query) => Promise<OutboundAnswer>;
  jsonOf: (answer: OutboundAnswer) => unknown;
  /** Id of the team to read; null: all */
  team: () => Promise<string | null>;
  hosts: (cursor: Cursor, team: string | null) => Promise<unknown[]>;
  count: (team: string | null) => Promise<number | null>;
}

function openFleet(access: SourceAccess, client: OutboundClient): Fleet {
  const http = createSourceHttp(access, client);
  const headers = { authorization: `Bearer ${access.secrets.token ?? ''}` };
  const wanted = textIn(access.settings.team);
  let known: string | null = null;
  const get: Fleet['get'] = (path, query = []) => http.send({ path: `/api/v1/fleet${path}`, query, headers });
  const ofTeam = (team: string | null): Query => (team === null ? [] : [['team_id', team]]);
  return {
    get,
    jsonOf: http.jsonOf,
    team: async () => {
      if (wanted === null || /^\d+$/.test(wanted)) return wanted;
      known ??= teamNamed(wanted, http.jsonOf(await get('/teams')));
      return known;
    },
    hosts: async ({ phase, page }, team) => {
      const body = http.jsonOf(
        await get('/hosts', [
          ['page', String(page)],
          ['per_page', String(perPage)],
          ['order_key', phases[phase]],
          ['order_direction', phase === 'all' ? 'asc' : 'desc'],
          ['populate_policies', 'true'],
          ['device_mapping', 'true'],
          ...ofTeam(team),
        ]),
      );
      if (isRecord(body) && Array.isArray(body.hosts)) return body.hosts;
      throw new SourceFailure('unexpected_answer', 'the answer holds no list of hosts');
    },
    count: async (team) => {
      const body = http.jsonOf(await get('/hosts/count', ofTeam(team)));
      return isRecord(body) && typeof body.count === 'number' ? body.count : null;
    },
  };
}

function teamNamed(wanted: string, body: unknown): string {
  const teams = isRecord(body) ? recordsIn(body.teams ?? body.fleets) : [];
  const id = textIn(teams.find(({ name }) => textIn(name)?.toLowerCase() === wanted.toLowerCase())?.id);
  if (id !== null) return id;
  const names = teams.map(({ name }) => textIn(name)).filter((name) => name !== null);
  const words = `There is no team “${wanted}”; this user sees: ${names.join(', ') || 'none'}`;
  throw new SourceFailure('setting_not_found', words);
}

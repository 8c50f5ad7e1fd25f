import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { textMatches, uuidShape } from '../device-list/device-filter.ts';
import { type DeviceName, nameColumns, selectDevicePage } from '../device-list/device-page.ts';

/** What a search of the reports log is about: ids, and devices; null: too many devices to name them. */
export interface NamedReports {
  q: string;
  reports: string[];
  messages: string[];
  devices: string[] | null;
}

/** Of so many devices, each is asked for its newest reports; the reports of more are found along the time. */
const mostDevices = 1000;
const mostMessages = 200;

/** Reads what a search names: a report, a message, a request to Microsoft, or devices by any of their words. */
export async function findNamedReports(db: RowReader, q: string): Promise<NamedReports> {
  const id = q.toLowerCase();
  const isId = uuidShape.test(id);
  const request = { filter: { q }, sort: 'name', position: null, limit: mostDevices + 1 } as const;
  const ours = isId ? Prisma.sql`OR c.client_request_id = ${id}::uuid` : Prisma.empty;
  const [devices, calls] = await Promise.all([
    selectDevicePage<DeviceName>(db, request, nameColumns),
    db.rows<{ id: string }>(Prisma.sql`
      SELECT DISTINCT c.upload_id AS id FROM azure_calls c
      WHERE c.upload_id IS NOT NULL AND (c.request_id = ANY(${[q, id]}) ${ours}) LIMIT ${Prisma.raw(String(mostMessages))}`),
  ]);
  const messages = calls.map((call) => call.id);
  return {
    q,
    reports: isId ? [id] : [],
    messages: isId ? [...messages, id] : messages,
    devices: devices.length > mostDevices ? null : devices.map((device) => device.id),
  };
}

/** The search as a condition on reports `r`: for what is found by something else, or counted. */
export function namedCondition({ q, reports, messages, devices }: NamedReports): Prisma.Sql {
  const ids = Prisma.sql`r.id = ANY(${reports}::uuid[]) OR r.upload_id = ANY(${messages}::uuid[])`;
  return devices === null
    ? Prisma.sql`(${ids} OR ${textMatches({ q }, Prisma.raw('r.device_id'))})`
    : Prisma.sql`(${ids} OR r.device_id = ANY(${devices}::uuid[]))`;
}

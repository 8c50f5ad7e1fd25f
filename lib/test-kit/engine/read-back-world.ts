import { afterAll, beforeAll } from 'vitest';
import { connectedCheckIn, createReportingWorld, type ReportingWorld } from './reporting-world.ts';

export let world: ReportingWorld;

/** The whole loop, which deletes retired devices from Entra. */
export function inReadBackWorld(): void {
  beforeAll(async () => {
    world = await createReportingWorld({ settings: { deletesRetired: true } });
  }, 60_000);
  afterAll(() => world.close());
}

export const minute = 60_000;
export const hour = 60 * minute;

export async function create(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await world.checkIn([connectedCheckIn(name, 0, more)]);
  const id = results[0]?.deviceId ?? '';
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  return id;
}

export const reportsOf = async (id: string) =>
  (await world.db.pool.report.findMany({ where: { deviceId: id }, orderBy: { createdAt: 'asc' } })).map(
    ({ trigger, status }) => `${trigger} ${status}`,
  );
export const setConnection = (data: { pausedAt?: Date | null; graphBusyUntil?: Date | null }) =>
  world.db.pool.connection.update({ where: { id: 1 }, data });
export const connection = () => world.db.pool.connection.findUniqueOrThrow({ where: { id: 1 } });
export const walk = (name: 'resync' | 'read_back') =>
  world.db.pool.walk.findUniqueOrThrow({ where: { name } });

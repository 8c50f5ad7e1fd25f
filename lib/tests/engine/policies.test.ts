import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { policyInput } from '#lib/contract/policy';
import type { Database } from '#lib/db/core/database';
import type { Actor } from '#lib/domain/people/actor';
import { createLog } from '#lib/log';
import { createException, removeException } from '#lib/policies/policy-exceptions';
import { previewPolicy } from '#lib/policies/preview-policy';
import { changePolicy, createPolicy, deletePolicy } from '#lib/policies/save-policy';
import { evaluateDueDevices, stepPolicyChanges } from '#lib/policies/step-evaluations';
import { changeVersionList, createVersionList } from '#lib/policies/version-lists';
import { type Command, command, listId } from '#lib/test-kit/engine/policy-commands';
import { type Played, PolicyModel } from '#lib/test-kit/engine/policy-model';
import { rounds } from '#lib/test-kit/soak';
import { openTestDatabase } from '#lib/test-kit/test-database';

let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

const minute = 60_000;
const actor: Actor = { kind: 'admin', id: 'admin', name: 'admin', requestId: null };

const textOf = ({ action, verdict }: { action: string | null; verdict: string }) => `${action} ${verdict}`;

/** The product and a plain model of it, going through the same. */
class World {
  now = Date.parse('2026-11-29T12:00:00.000Z');
  readonly model = new PolicyModel();
  readonly ids = new Map<string, string>();
  readonly policies = new Map<number, string>();
  readonly exceptions: string[] = [];

  async step(command: Command): Promise<void> {
    // Nothing happens at the same moment as something else.
    this.pass(1);
    switch (command.kind) {
      case 'check_in':
        return this.checkIn(command.device, command.reported);
      case 'wait':
        return this.pass(command.minutes);
      case 'save':
        return this.save(command.slot, command.definition);
      case 'list':
        return this.saveList(command.versions);
      case 'delete':
        return this.remove(command.slot);
      case 'except':
        return this.except(command);
      case 'end_exception':
        return this.endException();
      case 'work':
        return this.work(command.crashes);
    }
  }

  pass(minutes: number): void {
    for (let n = 0; n < minutes; n += 1) {
      this.now += minute;
      this.model.tick(this.now);
    }
  }

  async checkIn(name: string, { at, user, action, ok, ...device }: Played['reported']): Promise<void> {
    const time = at === null ? null : new Date(this.now - at * minute).toISOString();
    const checkIn = {
      externalId: name,
      checkedInAt: new Date(this.now).toISOString(),
      device: { name, ...device, attributes: { ok, at: time } },
      user: { principalName: user },
      violations: action === null ? [] : [{ policy: 'of the MDM', action }],
    };
    const { results } = await recordCheckIns(db, { feed: 'f', checkIns: [checkIn], now: new Date(this.now) });
    this.ids.set(name, results[0]?.deviceId ?? '');
    this.model.checkIn(name, { at, user, action, ok, ...device }, this.now);
  }

  async save(slot: number, given: object): Promise<void> {
    const input = policyInput.parse({ name: `policy ${slot}`, confirm: 0, ...given });
    const id = this.policies.get(slot);
    // What was due by the former version and no worker has looked at is lost with it.
    await this.work(false);
    const now = new Date(this.now);
    const before = await this.effects();
    const { changes, sample } = await previewPolicy(db, { ...input, id }, now);
    const saved =
      id === undefined
        ? await createPolicy(db, input, actor, now)
        : await changePolicy(db, id, input, actor, now);
    this.policies.set(slot, saved.id);
    this.model.save(saved.id, input, this.now);
    await this.work(false);
    const after = await this.effects();
    const changed = [...after].flatMap(([name, to]) => {
      const from = before.get(name);
      return from === to ? [] : [`${from} -> ${to}`];
    });
    const previewed = changes
      .filter(({ at }) => at === 'now')
      .flatMap(({ from, to, count }) => Array<string>(count).fill(`${textOf(from)} -> ${textOf(to)}`));
    expect(changed.sort()).toEqual(previewed.sort());
    for (const one of sample) expect(textOf(one.from)).toBe(before.get(one.name));
  }

  /** What is in force, by the name of the device. */
  async effects(): Promise<Map<string, string>> {
    const rows = await db.pool.device.findMany({ select: { name: true, action: true, verdict: true } });
    return new Map(rows.map((row) => [row.name, textOf(row)]));
  }

  async saveList(given: Extract<Command, { kind: 'list' }>['versions']): Promise<void> {
    const versions = given.map(({ version, released, models }) => ({
      version,
      releasedAt: new Date(this.now + released * minute).toISOString(),
      ...(models !== null && { models }),
    }));
    await this.work(false);
    const input = { name: 'Systems', versions, confirm: 0 };
    await changeVersionList(db, listId, input, actor, new Date(this.now));
    this.model.saveList(listId, versions, this.now);
    await this.work(false);
  }

  async remove(slot: number): Promise<void> {
    const id = this.policies.get(slot);
    if (id === undefined) return;
    await deletePolicy(db, id, actor, new Date(this.now));
    this.policies.delete(slot);
    this.model.remove(id, this.now);
    await this.work(false);
  }

  async except({ slot, of, minutes }: Extract<Command, { kind: 'except' }>): Promise<void> {
    const policyId = this.policies.get(slot);
    if (policyId === undefined) return;
    const until = new Date(this.now + minutes * minute);
    const deviceId = 'device' in of ? this.ids.get(of.device) : undefined;
    if ('device' in of && deviceId === undefined) return;
    const target = 'user' in of ? { userPrincipalName: of.user } : { deviceId };
    const input = { policyId, ...target, until: until.toISOString(), reason: 'r' };
    const { id } = await createException(db, input, { actor, owner: 'o' as never }, new Date(this.now));
    this.exceptions.push(id);
    this.model.except({ id, policyId, ...of, from: this.now, until: until.getTime() });
  }

  async endException(): Promise<void> {
    const id = this.exceptions.pop();
    if (id === undefined) return;
    await removeException(db, id, actor, new Date(this.now)).catch(() => {});
    this.model.endException(id, this.now);
  }

  /** `crashes`: the worker dies before the first of its transactions is over. */
  async work(crashes: boolean): Promise<void> {
    const log = createLog('test', 'silent');
    const clock = () => new Date(this.now);
    if (crashes) {
      const dying: Database = {
        ...db,
        transaction: (work) =>
          db.transaction(async (tx) => {
            await work(tx);
            throw new Error('killed');
          }),
      };
      await expect(evaluateDueDevices({ db: dying, log, clock })).rejects.toThrow('killed');
      await expect(stepPolicyChanges({ db: dying, log, clock })).rejects.toThrow('killed');
      return;
    }
    while (await stepPolicyChanges({ db, log, clock }));
    while (await evaluateDueDevices({ db, log, clock }));
  }

  async compare(): Promise<void> {
    const rows = await db.pool.device.findMany({
      select: { externalId: true, action: true, verdict: true, policyState: true },
    });
    const actual = rows.map(({ externalId, action, verdict, policyState }) => {
      const open = (policyState as unknown as { policyId: string; since: string; endedAt: string | null }[])
        .filter(({ endedAt }) => endedAt === null)
        .map(({ policyId, since }) => [policyId, since]);
      return { name: externalId, action, verdict, since: Object.fromEntries(open) };
    });
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(actual.sort(byName)).toEqual(this.model.expected().sort(byName));
  }
}

test(
  'whatever happens in whichever order, policies say what a plain evaluation of all moments says, and previews foresee it',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 40 }), async (commands) => {
        await db.pool.$executeRaw`TRUNCATE devices, policies, feeds, version_lists CASCADE`;
        const world = new World();
        const list = { name: 'Systems', versions: [] };
        await createVersionList(db, list, actor, new Date(world.now), { id: listId });
        for (const one of commands) await world.step(one);
        await world.work(false);
        await world.compare();
      }),
      { numRuns: rounds(15, 400) },
    );
  },
  rounds(60_000, 900_000),
);

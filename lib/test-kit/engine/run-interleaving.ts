import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { changeChannels } from '#lib/connection/channels';
import { startResync } from '#lib/connection/start-resync';
import { retireDevice } from '#lib/devices/retire-device';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { type Verdict, verdictOf } from '#lib/domain/devices/verdict';
import type { Engine } from '#lib/engine/engine';
import { readBack } from '#lib/engine/read-back/read-back';
import { sendUpload } from '#lib/engine/send/send-upload';
import { confirmUpload } from '#lib/engine/settle/confirm-upload';
import { stepChannelChange } from '#lib/engine/step-channel-change';
import { stepResync } from '#lib/engine/step-resync';
import { TenkoError } from '#lib/errors';
import { reportNow } from '#lib/reports/report-now';
import { channelsWith, usualTag } from './channel-settings.ts';
import { type EngineStep, fleetSize, type OutsideStep, type Step, type Told } from './interleaving-steps.ts';
import { claimBy, type InterleavingWorld } from './interleaving-world.ts';
import { ProcessDied, troubledEngine } from './troubled-process.ts';

const admin = { kind: 'admin' as const, name: 'admin', requestId: null };
const userAzureId = '11111111-2222-4333-8444-555555555555';

/** What a device's verdict must be, by nothing but what came from outside. */
interface Expected extends Told {
  verdict: Verdict;
  lastCheckInAt: Date;
  retireAskedAt: Date | null;
}
type Fleet = (Expected | null)[];

const firstTold: Told = { action: 'none', client: 'Success', name: 'plain', user: 'known', azure: 'first' };

/** What one run goes by. */
interface Run {
  world: InterleavingWorld;
  fleet: Fleet;
  /** Work that waits for a call or an answer that is held up */
  held: { step: Step; left: number; release: () => void; work: Promise<unknown> }[];
}

/** Runs the steps one after the other, lets everything go through, and answers all that is wrong in the end. */
export async function runInterleaving(world: InterleavingWorld, steps: readonly Step[]): Promise<string[]> {
  const { run, wrong } = await playSteps(world, steps);
  if (wrong.length > 0) return wrong;
  const isDrained = await world.drain();
  return [
    ...(isDrained ? [] : ['there is always something left to do']),
    ...(await wrongVerdicts(run)),
    ...(await world.judge()),
  ];
}

/** Runs the steps with new devices, up to the first after which something is wrong. */
export async function playSteps(
  world: InterleavingWorld,
  steps: readonly Step[],
): Promise<{ run: Run; wrong: string[] }> {
  await world.reset();
  const run: Run = { world, fleet: Array.from({ length: fleetSize }, () => null), held: [] };
  const wrong: string[] = [];
  for (const step of steps) {
    await world.passTime(10);
    wrong.push(...(await failuresOf(step, startedBy(run, step))));
    wrong.push(...(await release(run, 1)));
    wrong.push(...(await world.look()).map((what) => `after ${JSON.stringify(step)}: ${what}`));
    if (wrong.length > 0) break;
  }
  wrong.push(...(await release(run, Number.POSITIVE_INFINITY)));
  return { run, wrong };
}

/** Steps pass, and what was held up for long enough goes on. */
async function release(run: Run, steps: number): Promise<string[]> {
  for (const held of run.held) held.left -= steps;
  const ready = run.held.filter(({ left }) => left <= 0);
  run.held = run.held.filter(({ left }) => left > 0);
  for (const { release } of ready) release();
  const failures = await Promise.all(ready.map(({ step, work }) => failuresOf(step, [work])));
  return failures.flat();
}

async function failuresOf(step: Step, works: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(works);
  return results.flatMap((result) => {
    if (result.status === 'fulfilled' || isExpected(result.reason)) return [];
    const { reason } = result;
    return [`${JSON.stringify(step)}: ${reason instanceof Error ? reason.stack : String(reason)}`];
  });
}

async function wrongVerdicts({ world, fleet }: Run): Promise<string[]> {
  const verdicts = await Promise.all(
    fleet.map(async (expected, device) => {
      const verdict = (await world.deviceRow(externalId(device)))?.verdict ?? null;
      const wanted = expected?.verdict ?? null;
      return verdict === wanted ? [] : [`${externalId(device)} is ${verdict}, and should be ${wanted}`];
    }),
  );
  return verdicts.flat();
}

const externalId = (device: number) => `device ${device}`;

/** Passing failures, deaths and refusals are part of the play; a deadlock or a broken constraint is not. */
function isExpected(error: unknown): boolean {
  if (error instanceof AzureError || error instanceof ProcessDied || error instanceof TenkoError) return true;
  return error instanceof Error && error.message.startsWith('the user of a device changed');
}

function startedBy(run: Run, step: Step): Promise<unknown>[] {
  const { world, fleet } = run;
  switch (step.step) {
    case 'together':
      return [startedBy(run, step.one), startedBy(run, step.other)].flat();
    case 'fault':
      world.sandbox.faults.add({ match: step.match, ...step.harm, times: step.times });
      return [];
    case 'time passes':
      return [world.passTime(step.ms)];
    case 'check in':
    case 'report now':
    case 'retire':
    case 'resync':
    case 'switch channels':
      return [fromOutside(world, fleet, step)];
    case 'claim':
    case 'send':
    case 'confirm':
    case 'read back':
    case 'step resync':
    case 'step channel change':
      return startedByEngine(run, step);
  }
}

async function fromOutside(world: InterleavingWorld, fleet: Fleet, step: OutsideStep): Promise<void> {
  if (step.step === 'check in') return checkIn(world, fleet, step);
  const now = world.now();
  if (step.step === 'resync') return startResync(world.db, admin, now);
  if (step.step === 'switch channels') return switchChannels(world, step);
  const id = (await world.deviceRow(externalId(step.device)))?.id;
  const expected = fleet[step.device];
  if (id === undefined || !expected) return;
  if (step.step === 'report now') {
    await reportNow(world.db, id, admin, now);
    return;
  }
  if (expected.verdict === 'retired') return;
  await retireDevice(world.db, id, admin, now);
  fleet[step.device] = { ...expected, verdict: 'retired', retireAskedAt: now };
}

async function switchChannels(
  { db, now }: InterleavingWorld,
  { tag, partner, windows, attribute }: Extract<OutsideStep, { step: 'switch channels' }>,
): Promise<void> {
  const settings = { ...usualTag, attribute };
  await changeChannels(db, channelsWith({ tag, partner, windows, settings }), admin, now());
}

type CheckInStep = Extract<OutsideStep, { step: 'check in' }>;

async function checkIn(world: InterleavingWorld, fleet: Fleet, step: CheckInStep): Promise<void> {
  const { device, change, isLate } = step;
  const now = world.now();
  const before = fleet[device];
  const at = isLate && before ? new Date(before.lastCheckInAt.getTime() - 1) : now;
  const told: Told = { ...(before ?? firstTold), ...change };
  const { action, client, name, user, azure } = told;
  const checkIn = {
    externalId: externalId(device),
    checkedInAt: at.toISOString(),
    device: { name: `${externalId(device)} ${name}`, os: world.osOf(device), osVersion: '26.1' },
    user: {
      principalName: `user${device}${user === 'looked up again' ? '-again' : ''}@example.com`,
      azureUserId: user === 'known' ? userAzureId : null,
    },
    violations: action === 'none' ? [] : [{ policy: 'Rule', action }],
    azure: { deviceId: world.azureId(device, azure), clientStatusCode: client },
  };
  await recordCheckIns(world.db, { feed: 'test', checkIns: [checkIn], now });
  if (before && at <= before.lastCheckInAt) return;
  const retireAskedAt = before?.retireAskedAt ?? null;
  const holds = retireAskedAt !== null && at <= retireAskedAt;
  fleet[device] = {
    ...told,
    verdict: holds ? 'retired' : verdictOf(action === 'none' ? null : action),
    lastCheckInAt: at,
    retireAskedAt: holds ? retireAskedAt : null,
  };
}

function startedByEngine(run: Run, step: EngineStep): Promise<unknown>[] {
  const { world, held } = run;
  const alive = world.engines[step.engine];
  if (alive === undefined) throw new Error(`there is no engine ${step.engine}`);
  if (step.trouble === null) return [byEngine(world, alive, step)];
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = byEngine(world, troubledEngine(alive, step.trouble, promise), step);
  if (!step.trouble.endsWith('late')) return [work];
  // It is looked at once it is released: until then its failure is nobody's.
  work.catch(() => undefined);
  held.push({ step, left: step.hold, release: resolve, work });
  return [];
}

async function byEngine(world: InterleavingWorld, engine: Engine, step: EngineStep): Promise<void> {
  switch (step.step) {
    case 'claim':
      await claimBy(engine, step.channel ?? 'partner');
      return;
    case 'step resync':
      await stepResync(engine);
      return;
    case 'step channel change':
      await stepChannelChange(engine);
      return;
    case 'read back':
      return readBack(engine, [{ deviceIds: await world.deviceIds(), attempt: 0 }]);
    case 'send':
    case 'confirm':
      return onMessage(world, engine, step);
  }
}

async function onMessage(
  world: InterleavingWorld,
  engine: Engine,
  { step, pick, ofAll }: Extract<EngineStep, { step: 'send' | 'confirm' }>,
): Promise<void> {
  const uploads = await world.uploads(ofAll ? 'all' : step);
  const id = uploads[pick % Math.max(1, uploads.length)];
  if (id === undefined) return;
  await (step === 'send' ? sendUpload(engine, id) : confirmUpload(engine, { uploadId: id }));
}

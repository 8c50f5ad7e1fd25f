import fc from 'fast-check';
import type { ReportingChannel } from '#lib/domain/devices/channel';
import type { FaultTarget } from '#lib/sandbox/faults';
import { type Trouble, troubles } from './troubled-process.ts';

/** Devices of one run: few, so that much happens to each. */
export const fleetSize = 5;

/** What a check-in may change of a device. */
export interface Told {
  action: 'none' | 'send_alert' | 'block' | 'quarantine' | 'retire';
  client: 'Success' | 'User_Canceled';
  name: 'plain' | 'renamed' | '[sandbox:fail]' | '[sandbox:reject]';
  user: 'known' | 'looked up' | 'looked up again';
  /** Which of two Azure ids: the other one withdraws it */
  azure: 'first' | 'second';
}

/** What comes from outside: each happens alone, so that the last one is the newest. */
export type OutsideStep =
  | { step: 'check in'; device: number; change: Partial<Told>; isLate: boolean }
  | { step: 'report now'; device: number }
  | { step: 'retire'; device: number }
  | { step: 'resync' }
  | ({ step: 'switch channels'; attribute: 7 | 15 } & Record<ReportingChannel, boolean>);

/**
 * What a process of ours does, any number at once. `pick`: which message, of all or of those that wait for the step.
 * `hold`: for how many steps a late call or answer is held up.
 */
export type EngineStep = { engine: number; trouble: Trouble | null; hold: number } & (
  | { step: 'claim'; channel?: ReportingChannel }
  | { step: 'send' | 'confirm'; pick: number; ofAll: boolean }
  | { step: 'read back' }
  | { step: 'step resync' }
  | { step: 'step channel change' }
);

export type Step =
  | OutsideStep
  | EngineStep
  | { step: 'together'; one: EngineStep; other: EngineStep | OutsideStep }
  | { step: 'fault'; match: FaultTarget; harm: Harm; times: number }
  | { step: 'time passes'; ms: number };

type Harm = { status: 401 | 403 | 404 | 429 | 503; retryAfterSeconds?: number } | { cut: 'before' | 'after' };

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** One of the words, each as likely as its number says. */
function likely<W extends string>(words: Record<W, number>): fc.Arbitrary<W> {
  const weighted = Object.entries<number>(words).map(([word, weight]) => ({
    weight,
    arbitrary: fc.constant(word as W),
  }));
  return fc.oneof(...weighted);
}

const device = fc.nat({ max: fleetSize - 1 });

const action = likely({ none: 3, send_alert: 1, block: 3, quarantine: 1, retire: 2 });
const client = likely({ Success: 2, User_Canceled: 1 });
const name = likely({ plain: 10, renamed: 6, '[sandbox:fail]': 2, '[sandbox:reject]': 2 });
const azure = likely({ first: 1, second: 1 });
const user = likely({ known: 3, 'looked up': 2, 'looked up again': 2 });

/** Mostly one thing at a time: what comes along with it would hide that it was not told. */
const change: fc.Arbitrary<Partial<Told>> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ action }) },
  { weight: 2, arbitrary: fc.record({ client }) },
  { weight: 2, arbitrary: fc.record({ name }) },
  { weight: 2, arbitrary: fc.record({ user }) },
  { weight: 2, arbitrary: fc.record({ action, client }) },
  { weight: 2, arbitrary: fc.record({ azure }) },
  { weight: 1, arbitrary: fc.record({ action, azure }) },
  { weight: 1, arbitrary: fc.constant({}) },
);

const outside: fc.Arbitrary<OutsideStep> = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.record({
      step: fc.constant('check in' as const),
      device,
      change,
      isLate: likely({ no: 9, yes: 1 }).map((answer) => answer === 'yes'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('report now' as const), device }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('retire' as const), device }) },
  { weight: 1, arbitrary: fc.constant({ step: 'resync' as const }) },
);

const process = {
  engine: fc.constantFrom(0, 0, 1, 2),
  trouble: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constantFrom(...troubles) },
  ),
  hold: fc.integer({ min: 1, max: 12 }),
};
const message = {
  pick: fc.nat({ max: 20 }),
  ofAll: likely({ no: 6, yes: 1 }).map((answer) => answer === 'yes'),
};

const engineStep: fc.Arbitrary<EngineStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ step: fc.constant('claim' as const), ...process }) },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('send' as const), ...process, ...message }) },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('confirm' as const), ...process, ...message }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('read back' as const), ...process }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('step resync' as const), ...process }) },
);

const harms: readonly Harm[] = [
  { status: 503 },
  { status: 503, retryAfterSeconds: 5 },
  { status: 429, retryAfterSeconds: 5 },
  { status: 429 },
  { status: 401 },
  { status: 403 },
  { cut: 'before' },
  { cut: 'after' },
];

const faultOf = (matches: readonly FaultTarget[], harms: readonly Harm[]) =>
  fc.record({
    step: fc.constant('fault' as const),
    match: fc.constantFrom(...matches),
    harm: fc.constantFrom(...harms),
    times: fc.integer({ min: 1, max: 2 }),
  });
/** Not found is an answer about a user; about a message it may pass. */
const fault = fc.oneof(
  { weight: 2, arbitrary: faultOf(['upload', 'confirm'], [...harms, { status: 404 }]) },
  { weight: 1, arbitrary: faultOf(['users', 'token', 'devices'], harms) },
);

const passing = fc.record({
  step: fc.constant('time passes' as const),
  ms: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(second, 2 * second, minute, minute, 20 * minute) },
    { weight: 1, arbitrary: fc.constant(8 * day) },
  ),
});

/** Any interleaving of such steps, shrunk towards few. */
function interleavingOf(
  outside: fc.Arbitrary<OutsideStep>,
  engineStep: fc.Arbitrary<EngineStep>,
  fault: fc.Arbitrary<Step>,
): fc.Arbitrary<Step[]> {
  const together = fc.record({
    step: fc.constant('together' as const),
    one: engineStep,
    other: fc.oneof({ weight: 2, arbitrary: engineStep }, { weight: 1, arbitrary: outside }),
  });
  /** The same message twice at once, as when a job is given to another worker too early. */
  const twice = engineStep.map((one) => {
    const other: EngineStep = { ...one, engine: (one.engine + 1) % 3, trouble: null };
    return { step: 'together' as const, one, other };
  });
  return fc.array(
    fc.oneof(
      { weight: 6, arbitrary: outside },
      { weight: 12, arbitrary: engineStep },
      { weight: 8, arbitrary: together },
      { weight: 4, arbitrary: twice },
      { weight: 2, arbitrary: fault },
      { weight: 4, arbitrary: passing },
    ),
    { minLength: 30, maxLength: 120, size: 'max' },
  );
}

export const steps = interleavingOf(outside, engineStep, fault);

/** Devices keep their ids and plain names: what is refused for good, or belongs to nobody any longer, is not looked at here. */
const channelOutside: fc.Arbitrary<OutsideStep> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      step: fc.constant('check in' as const),
      device,
      change: fc.oneof(
        { weight: 3, arbitrary: fc.record({ action }) },
        { weight: 3, arbitrary: fc.record({ client }) },
        { weight: 2, arbitrary: fc.record({ action, client }) },
      ),
      isLate: fc.constant(false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('report now' as const), device }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('retire' as const), device }) },
  {
    weight: 5,
    arbitrary: fc.record({
      step: fc.constant('switch channels' as const),
      tag: fc.boolean(),
      partner: likely({ on: 4, off: 1 }).map((word) => word === 'on'),
      windows: likely({ on: 4, off: 1 }).map((word) => word === 'on'),
      attribute: fc.constantFrom(15, 15, 7),
    }),
  },
);

const channelEngineStep: fc.Arbitrary<EngineStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      step: fc.constant('claim' as const),
      channel: fc.constantFrom('partner' as const, 'windows' as const, 'tag' as const, 'tag' as const),
      ...process,
    }),
  },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('send' as const), ...process, ...message }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('confirm' as const), ...process, ...message }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('step channel change' as const), ...process }) },
);

/** Channels are switched, and devices have both kinds of systems: for a world with `channels`. */
export const channelSteps = interleavingOf(
  channelOutside,
  channelEngineStep,
  faultOf(['write-batch', 'device-write', 'upload'], harms),
);

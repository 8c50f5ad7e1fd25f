import fc from 'fast-check';

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
export const devices = ['d0', 'd1', 'd2'] as const;
const users = ['kana@example.com', 'Ben@example.com'] as const;
const slots = [0, 1, 2] as const;

export const listId = '00000000-0000-4000-8000-00000000001f';
const rule = pick<object>(
  { fact: 'osVersion', op: 'behindList', value: { listId, keep: 1, after: 'PT4H' } },
  { fact: 'osVersion', op: 'behindList', value: { listId, keep: 2, after: 'PT0S' }, whenUnknown: 'violate' },
  {
    all: [
      { not: { fact: 'osVersion', op: 'behindList', value: { listId, keep: 1, after: 'PT1H' } } },
      { fact: 'encrypted', op: 'isFalse' },
    ],
  },
  { fact: 'osVersion', op: 'olderThan', value: '26' },
  { fact: 'lastCheckIn', op: 'longerAgoThan', value: 'PT5H' },
  { fact: 'lastCheckIn', op: 'within', value: 'PT2H' },
  { any: [{ fact: 'encrypted', op: 'isFalse' }, { not: { fact: 'attributes.ok', op: 'isTrue' } }] },
  {
    all: [
      { fact: 'attributes.at', op: 'longerAgoThan', value: 'PT3H' },
      { fact: 'os', op: 'is', value: 'ios' },
    ],
  },
);
const steps = pick(
  [{ after: 'PT0S', action: 'block' }],
  [
    { after: 'PT0S', action: 'send_alert' },
    { after: 'PT90M', action: 'quarantine' },
  ],
  [
    { after: 'PT4H', action: 'block' },
    { after: 'P2D', action: 'retire' },
  ],
);
const definition = fc.record({
  rule,
  steps,
  enabled: pick(true, true, true, false),
  mode: pick('enforce', 'enforce', 'report_only'),
  scope: pick({}, { os: ['ios'] }, { ownership: ['company'] }),
});

const reported = fc.record({
  os: pick('ios', 'android'),
  osVersion: pick('25', '26.1', 'unknown'),
  model: pick(null, 'M1', 'm2'),
  encrypted: pick(true, false, null),
  ownership: pick('company', 'personal', null),
  ok: pick(true, false, null),
  /** Minutes before the check-in, of the attribute `at` */
  at: pick(null, 0, 100, 400),
  user: pick(null, ...users),
  action: pick(null, null, 'monitor', 'block'),
});

const listedVersions = fc.uniqueArray(
  fc.record({
    version: pick('24', '25', '26', '26.1', '27'),
    /** Minutes from when the list is saved */
    released: pick(-3000, -200, -59, 0, 30, 400),
    models: pick(null, null, ['m1'], ['M2', 'm3']),
  }),
  { maxLength: 4, selector: ({ version }) => version },
);

/** What may happen to devices, policies, lists of versions and exceptions. */
export const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('check_in' as const), device: pick(...devices), reported }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: pick(1, 30, 89, 90, 300, 1500, 3000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('save' as const), slot: pick(...slots), definition }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('list' as const), versions: listedVersions }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), slot: pick(...slots) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('except' as const),
      slot: pick(...slots),
      of: fc.oneof(fc.record({ device: pick(...devices) }), fc.record({ user: pick(...users) })),
      minutes: pick(20, 600, 4000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'end_exception' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('work' as const), crashes: fc.boolean() }) },
);
export type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

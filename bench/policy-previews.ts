import type { Pool } from 'pg';
import { policyInput } from '#lib/contract/policy';
import type { Database } from '#lib/db/core/database';
import { listPolicies } from '../lib/policies/list-policies.ts';
import { previewPolicy } from '../lib/policies/preview-policy.ts';
import { type Figure, median, secondsOf } from './measure.ts';

const rounds = 7;

/** Previews, each with the versions and systems that its rule finds. */
const previewedWith = (listId: string) => [
  {
    what: 'a new policy that few devices violate',
    rule: {
      all: [
        { fact: 'osVersion', op: 'olderThan', value: '26.0' },
        { fact: 'os', op: 'in', value: ['ios', 'ipados'] },
      ],
    },
    where: "d.os IN ('ios', 'ipados') AND key < '{26}'",
  },
  {
    what: 'a new policy that most devices violate',
    rule: { fact: 'osVersion', op: 'olderThan', value: '26.1.1' },
    where: "key < '{26,1,1}'",
  },
  {
    what: 'another rule for a policy that half of them violate',
    replaces: 'policy 7',
    rule: { fact: 'osVersion', op: 'olderThan', value: '18.0' },
    where: "key < '{18}'",
  },
  {
    what: 'a new policy on a version list',
    rule: behind(listId, 2),
    where: "key < '{26}'",
  },
];

/** Older than the newest versions of a list, which count some days after their release. */
export function behind(listId: string, keep: number) {
  return { fact: 'osVersion', op: 'behindList', value: { listId, keep, after: 'P14D' } };
}

/** Devices and their users by what is in force for them: one statement, without the sample and the number of all devices. */
const byHand = (where: string) => `
  SELECT d.os, d.action, d.verdict, count(*), count(DISTINCT lower(d.user_principal_name)) FROM devices d
  WHERE ${where.replace('key', "string_to_array(substring(d.os_version from '[0-9]+(?:[.][0-9]+)*'), '.')::bigint[]")}
  GROUP BY 1, 2, 3`;

/** Previews beside the same aggregate by hand-written SQL. */
export async function previews(db: Database, pool: Pool, listId: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  const { items } = await listPolicies(db, new Date());
  for (const { what, rule, where, replaces } of previewedWith(listId)) {
    const input = policyInput.parse({ name: 'preview', rule, steps: [{ after: 'P1D', action: 'block' }] });
    const id = items.find(({ name }) => name === replaces)?.id;
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      ours.push(await secondsOf(() => previewPolicy(db, { ...input, id }, new Date())));
      theirs.push(await secondsOf(() => pool.query(byHand(where))));
    }
    // The first only warms up.
    const [mine, floor] = [median(ours.slice(1)), median(theirs.slice(1))];
    figures.push({
      what: `preview of ${what}, p50`,
      tenko: `${(1000 * mine).toFixed(0)} ms`,
      floor: `${(1000 * floor).toFixed(0)} ms`,
      ratio: (mine / floor).toFixed(2),
    });
  }
  return figures;
}

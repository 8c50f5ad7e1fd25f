import type { OperatingSystem, Ownership } from '../devices/operating-system.ts';
import { type Action, actions } from '../devices/verdict.ts';
import type { Rule } from './rule.ts';

/** `report_only`: shown on the device, never part of its verdict */
export const policyModes = ['enforce', 'report_only'] as const;
export type PolicyMode = (typeof policyModes)[number];

/** Which devices a policy is about: an empty list leaves out none. */
export interface PolicyScope {
  os: OperatingSystem[];
  feeds: string[];
  ownership: Ownership[];
}

export interface PolicyStep {
  /** ISO 8601 duration since the device first met the rule */
  after: string;
  action: Action;
}

/** What an admin writes of a policy. A device that meets the rule violates it. */
export interface PolicyDefinition {
  name: string;
  description: string;
  enabled: boolean;
  mode: PolicyMode;
  scope: PolicyScope;
  rule: Rule;
  /** In the order of their times, which differ */
  steps: PolicyStep[];
  /** By language: what the user has to do */
  fix: Partial<Record<string, { title: string; text: string }>>;
}

/** A policy as it is in force. */
export interface Policy extends PolicyDefinition {
  id: string;
  version: number;
  /** When this version was saved: who violates it without having violated the one before does so since then at the earliest */
  savedAt: Date;
  /** When the steps began to count again for every device, because the policy was only reported before; null: never */
  restartedAt: Date | null;
  /** The name of the file that it comes from; null: it is written in the console or by the API */
  managedByFile: string | null;
}

/** How long a device may stop to meet a rule before the steps start again from the first. */
export const resumesWithinMs = 24 * 60 * 60_000;

/** What one policy says of a device: kept with the device as it was at the last evaluation. */
export interface PolicyViolation {
  policyId: string;
  /** The policy's name */
  policy: string;
  version: number;
  mode: PolicyMode;
  /** ISO 8601, UTC */
  since: string;
  /** When the device stopped to violate it; null: it does. Kept for a day, in case the device violates it again */
  endedAt: string | null;
  /** Of the last step reached; null: none was */
  action: Action | null;
  /** The next step and its time, as far as there is one */
  nextStep: { action: Action; at: string } | null;
  /** The policy does not count for the device until then */
  exceptedUntil: string | null;
}

/**
 * How far a policy has come with a device: `waiting`: no step is reached yet; or the action of the last step; `excepted`: the
 * policy does not count for the device now. What a feed found has the action of the feed. `device_policies.step` has the same.
 */
export const policyActions = ['waiting', ...actions, 'excepted'] as const;
export type PolicyAction = (typeof policyActions)[number];

/** Whether a policy's action counts for the verdict. */
export function isInForce({ mode, endedAt, exceptedUntil }: PolicyViolation): boolean {
  return mode === 'enforce' && endedAt === null && exceptedUntil === null;
}

import type { PolicyInput } from '#lib/contract/policy';
import type { OperatingSystem, Ownership } from '#lib/domain/devices/operating-system';
import { type Action, actions, type Verdict, verdictOf } from '#lib/domain/devices/verdict';
import { attributeText } from '#lib/domain/policies/attribute';
import { compileRule, type RuleFacts } from '#lib/domain/policies/evaluate-rule';
import type { ListedVersion, VersionList } from '#lib/domain/policies/version-list';
import { durationMs } from '#lib/domain/text/age';

const day = 24 * 60 * 60_000;

/** What a check-in of the test says. */
export interface Played {
  reported: {
    os: string;
    osVersion: string;
    model: string | null;
    encrypted: boolean | null;
    ownership: string | null;
    ok: boolean | null;
    at: number | null;
    user: string | null;
    action: string | null;
  };
}

interface KnownDevice {
  facts: RuleFacts;
  feedAction: Action | null;
  /** By policy: since when, and until when it violated it */
  violated: Map<string, { since: number; endedAt: number | null }>;
}

interface Exception {
  id: string;
  policyId: string;
  device?: string;
  user?: string;
  from: number;
  until: number;
}

/**
 * Policies as an admin would explain them: every minute each device is held against each policy. It knows nothing of
 * evaluations that are due, of batches or of crashes.
 */
export class PolicyModel {
  readonly #devices = new Map<string, KnownDevice>();
  readonly #policies = new Map<string, PolicyInput>();
  readonly #lists = new Map<string, VersionList>();
  #exceptions: Exception[] = [];
  #now = 0;

  tick(now: number): void {
    this.#now = now;
    for (const device of this.#devices.values()) this.#look(device);
  }

  checkIn(name: string, { at, user, action, ok, ...said }: Played['reported'], now: number): void {
    const time = at === null ? undefined : attributeText(new Date(now - at * 60_000).toISOString());
    const facts: RuleFacts = {
      os: said.os as OperatingSystem,
      osVersion: said.osVersion,
      encrypted: said.encrypted,
      ownership: said.ownership as Ownership | null,
      manufacturer: null,
      model: said.model,
      passcodeSet: null,
      compromised: null,
      clientStatusCode: null,
      azureDeviceId: null,
      name,
      serialNumber: null,
      userPrincipalName: user,
      attributes: { ...(ok !== null && { ok }), ...(time !== undefined && { at: time }) },
      lastCheckInAt: new Date(now),
      missingSince: null,
    };
    const known = this.#devices.get(name);
    const device = { facts, feedAction: action as Action | null, violated: known?.violated ?? new Map() };
    this.#devices.set(name, device);
    this.#look(device);
  }

  save(id: string, policy: PolicyInput, now: number): void {
    const counted = this.#policies.get(id)?.mode;
    this.#policies.set(id, policy);
    if (counted === 'report_only' && policy.mode === 'enforce')
      for (const { violated } of this.#devices.values()) {
        const entry = violated.get(id);
        if (entry !== undefined) entry.since = now;
      }
    this.tick(now);
  }

  saveList(id: string, versions: readonly ListedVersion[], now: number): void {
    this.#lists.set(id, { versions, savedAtMs: now });
    this.tick(now);
  }

  remove(id: string, now: number): void {
    this.#policies.delete(id);
    for (const { violated } of this.#devices.values()) violated.delete(id);
    this.tick(now);
  }

  except(exception: Exception): void {
    this.#exceptions.push(exception);
  }

  endException(id: string, now: number): void {
    this.#exceptions = this.#exceptions.filter((one) => one.id !== id);
    this.tick(now);
  }

  expected(): { name: string; action: Action | null; verdict: Verdict; since: Record<string, string> }[] {
    return [...this.#devices].map(([name, device]) => {
      const inForce = [...device.violated].flatMap(([id, entry]) =>
        entry.endedAt === null && !this.#isExcepted(name, device, id)
          ? [this.#actionOf(id, entry.since)]
          : [],
      );
      const all = [device.feedAction, ...inForce].filter((action) => action !== null);
      const action = actions.findLast((one) => all.includes(one)) ?? null;
      const open = [...device.violated].filter(([, { endedAt }]) => endedAt === null);
      return {
        name,
        action,
        verdict: verdictOf(action),
        since: Object.fromEntries(open.map(([id, { since }]) => [id, new Date(since).toISOString()])),
      };
    });
  }

  #look({ facts, violated }: KnownDevice): void {
    for (const [id, { enabled, scope, rule }] of this.#policies) {
      const isAbout =
        (scope.os.length === 0 || scope.os.includes(facts.os)) &&
        (scope.ownership.length === 0 ||
          (facts.ownership !== null && scope.ownership.includes(facts.ownership)));
      const meets = enabled && isAbout && compileRule(rule, this.#lists)(facts, this.#now) === true;
      const entry = violated.get(id);
      if (meets && (entry === undefined || (entry.endedAt !== null && this.#now - entry.endedAt >= day)))
        violated.set(id, { since: this.#now, endedAt: null });
      else if (meets && entry !== undefined) entry.endedAt = null;
      else if (!meets && entry !== undefined) entry.endedAt ??= this.#now;
    }
  }

  #actionOf(id: string, since: number): Action | null {
    const policy = this.#policies.get(id);
    if (policy === undefined || policy.mode !== 'enforce') return null;
    return (
      policy.steps.findLast(({ after }) => since + (durationMs(after) ?? 0) <= this.#now)?.action ?? null
    );
  }

  #isExcepted(name: string, { facts }: KnownDevice, policyId: string): boolean {
    return this.#exceptions.some(
      (one) =>
        one.policyId === policyId &&
        this.#now < one.until &&
        (one.device === name ||
          (one.user !== undefined && one.user.toLowerCase() === facts.userPrincipalName?.toLowerCase())),
    );
  }
}

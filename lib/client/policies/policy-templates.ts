import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import type { PolicyDefinition } from '#lib/domain/policies/policy';
import type { Condition } from '#lib/domain/policies/rule';

export const policyTemplates = [
  'silent',
  'compromised',
  'noPasscode',
  'notEncrypted',
  'oldIos',
  'oldAndroid',
  'oldMacos',
  'oldWindows',
  'behindNewest',
  'notConnected',
] as const;
export type PolicyTemplate = (typeof policyTemplates)[number];
/** Templates whose texts name a system and its version */
export const versionTemplates = {
  oldIos: { os: ['ios', 'ipados'], version: '26.0' },
  oldAndroid: { os: ['android'], version: '15' },
  oldMacos: { os: ['macos'], version: '26.0' },
  oldWindows: { os: ['windows'], version: '10.0.26100' },
} as const satisfies Partial<Record<PolicyTemplate, { os: readonly OperatingSystem[]; version: string }>>;

export function isPolicyTemplate(name: string | undefined): name is PolicyTemplate {
  return policyTemplates.some((template) => template === name);
}

type Start = Omit<PolicyDefinition, 'name' | 'description' | 'fix'>;

const everywhere = { os: [], feeds: [], ownership: [] };
const on = { enabled: true, mode: 'report_only' } as const;
const escalating: Start['steps'] = [
  { after: 'PT0S', action: 'send_alert' },
  { after: 'P3D', action: 'block' },
  { after: 'P7D', action: 'quarantine' },
];

function single(condition: Condition, steps: Start['steps']): Start {
  return { ...on, scope: everywhere, rule: { all: [condition] }, steps };
}

/** What a new policy starts with, without its texts. It takes access from nobody before an admin enforces it. */
export function startOf(template: PolicyTemplate | null): Start {
  switch (template) {
    case null:
      return single({ fact: 'osVersion', op: 'olderThan', value: '' }, [
        { after: 'PT0S', action: 'send_alert' },
      ]);
    case 'silent':
      return single({ fact: 'lastCheckIn', op: 'longerAgoThan', value: 'P30D' }, [
        { after: 'PT0S', action: 'send_alert' },
        { after: 'P7D', action: 'block' },
      ]);
    case 'compromised':
      return single({ fact: 'compromised', op: 'isTrue' }, [{ after: 'PT0S', action: 'quarantine' }]);
    case 'noPasscode':
      return single({ fact: 'passcodeSet', op: 'isFalse' }, escalating.slice(0, 2));
    case 'notEncrypted':
      return single({ fact: 'encrypted', op: 'isFalse' }, escalating.slice(0, 2));
    case 'notConnected':
      return {
        ...on,
        scope: everywhere,
        rule: {
          any: [
            { fact: 'clientStatusCode', op: 'isNot', value: 'Success' },
            { fact: 'clientStatusCode', op: 'missing' },
          ],
        },
        steps: [{ after: 'P7D', action: 'send_alert' }],
      };
    case 'behindNewest': {
      const value = { listId: '', keep: 2, after: 'P14D' };
      const start = single({ fact: 'osVersion', op: 'behindList', value }, escalating);
      return { ...start, scope: { ...everywhere, os: ['ios', 'ipados'] } };
    }
    default: {
      const { os, version } = versionTemplates[template];
      const start = single({ fact: 'osVersion', op: 'olderThan', value: version }, escalating);
      return { ...start, scope: { ...everywhere, os: [...os] } };
    }
  }
}

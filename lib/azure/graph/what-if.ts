import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { WhatIfPolicy, WhatIfQuery } from '#lib/domain/azure/what-if';
import { unreadableAnswer } from '../answer-error.ts';
import type { GraphCall } from '../device-reader.ts';
import { readList, textOrNull } from '../read-answer.ts';

/** https://learn.microsoft.com/graph/api/conditionalaccessroot-evaluate (beta) */
export async function askWhatIf(
  query: WhatIfQuery,
  ask: GraphCall,
): Promise<Awaited<ReturnType<AzureGateway['whatIf']>>> {
  const path = '/identity/conditionalAccess/evaluate';
  const answer = await ask({ method: 'POST', path, body: JSON.stringify(bodyOf(query)) });
  const policies = readList(answer).map((item): WhatIfPolicy => {
    const { id, displayName, policyApplies, analysisReasons, grantControls, state } = item;
    if (typeof id !== 'string' || typeof policyApplies !== 'boolean') throw unreadableAnswer(answer);
    return {
      id,
      displayName: textOrNull(displayName),
      applies: policyApplies,
      isEnforced: state === undefined || state === 'enabled',
      reasons: analysisReasons === 'notSet' ? null : textOrNull(analysisReasons),
      ...controlsOf(grantControls),
    };
  });
  return { trace: answer.trace, policies };
}

function bodyOf(query: WhatIfQuery) {
  const attributes = [...query.extensionAttributes].map(([number, value]) => [
    `extensionAttribute${number}`,
    value,
  ]);
  return {
    signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId: query.userId },
    signInContext: {
      '@odata.type': '#microsoft.graph.applicationContext',
      includeApplications: [query.applicationId],
    },
    signInConditions: {
      devicePlatform: query.platform,
      clientAppType: 'mobileAppsAndDesktopClients',
      deviceInfo: {
        deviceId: query.azureDeviceId,
        isCompliant: query.isCompliant,
        ...(query.trustType === null ? {} : { trustType: query.trustType }),
        ...Object.fromEntries(attributes),
      },
    },
    appliedPoliciesOnly: false,
  };
}

/**
 * Null where a policy has only session controls. Besides those that are built in, a policy may ask for a strength of
 * authentication, terms of use, and custom factors: https://learn.microsoft.com/graph/api/resources/conditionalaccessgrantcontrols
 */
function controlsOf(value: unknown): Pick<WhatIfPolicy, 'needs' | 'grantControls'> {
  const found = (value ?? {}) as Record<string, unknown>;
  const listed = (name: string): unknown[] => {
    const list = found[name];
    return Array.isArray(list) ? list : [];
  };
  const builtIn = listed('builtInControls').filter((one) => typeof one === 'string');
  const others = [
    ...(found.authenticationStrength ? ['authenticationStrength'] : []),
    ...(listed('termsOfUse').length > 0 ? ['termsOfUse'] : []),
    ...(listed('customAuthenticationFactors').length > 0 ? ['customAuthenticationFactor'] : []),
  ];
  return { needs: found.operator === 'AND' ? 'all' : 'any', grantControls: [...builtIn, ...others] };
}

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
    const { id, displayName, policyApplies, analysisReasons, grantControls } = item;
    if (typeof id !== 'string' || typeof policyApplies !== 'boolean') throw unreadableAnswer(answer);
    return {
      id,
      displayName: textOrNull(displayName),
      applies: policyApplies,
      reasons: analysisReasons === 'notSet' ? null : textOrNull(analysisReasons),
      grantControls: controlsOf(grantControls),
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

/** Null where a policy has only session controls. */
function controlsOf(value: unknown): string[] {
  const controls = (value as { builtInControls?: unknown } | null | undefined)?.builtInControls;
  return Array.isArray(controls) ? controls.filter((one) => typeof one === 'string') : [];
}

import { createAzureGateway } from '#lib/azure/create-azure-gateway';
import type { SourceAccess, SourceKind } from '#lib/domain/sources/source';
import type { SourceReader } from '#lib/domain/sources/source-reader';
import { createOutboundClient } from '#lib/outbound/outbound-client';
import { simulatedSources } from '#lib/sandbox/mdm/simulated-sources';
import { createSourceReader } from '#lib/sources/readers/create-reader';
import type { TestSandbox } from '../start-test-sandbox.ts';

/** A reader of a simulated system, as its source would be set up; `change`: in something. */
export function openSimulatedSource(
  sandbox: TestSandbox,
  kind: SourceKind,
  change: Partial<SourceAccess> = {},
): SourceReader {
  const simulated = simulatedSources(sandbox.url).find((one) => one.kind === kind);
  if (simulated === undefined) throw new Error(`no simulated ${kind}`);
  const { url, settings } = simulated;
  const access = { kind, url: url ?? '', settings, secrets: asStored(simulated.secrets), ...change };
  const wire = { timeoutMs: 4000, dispatcher: sandbox.dispatcher };
  const gateway = createAzureGateway({ ...sandbox, ...wire });
  const graph = (address: string) => gateway.readManagedDevices(address);
  return createSourceReader(access, { http: createOutboundClient(wire), graph });
}

/** As they are kept: what is not a text is one secret, as JSON. */
function asStored(secrets: Record<string, unknown>): Record<string, string> {
  const pairs = Object.entries(secrets).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(pairs);
}

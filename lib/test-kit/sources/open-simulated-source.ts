import type { SourceAccess, SourceKind } from '#lib/domain/sources/source';
import type { SourceReader } from '#lib/domain/sources/source-reader';
import { createOutboundClient } from '#lib/outbound/outbound-client';
import { simulatedSources } from '#lib/sandbox/identity';
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
  const access = { ...simulated, ...change } as SourceAccess;
  const http = createOutboundClient({ timeoutMs: 1500, dispatcher: sandbox.dispatcher });
  return createSourceReader(access, { http });
}

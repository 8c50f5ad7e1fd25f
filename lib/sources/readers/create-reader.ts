import type { SourceAccess } from '#lib/domain/sources/source';
import type { SourceReader } from '#lib/domain/sources/source-reader';
import type { OutboundClient } from '../../outbound/outbound-client.ts';
import { createFleetReader } from './fleet/fleet-reader.ts';
import { createIntuneReader, type GraphReader } from './intune/intune-reader.ts';
import { createIvantiReader } from './ivanti/ivanti-reader.ts';
import { createJamfReader } from './jamf/jamf-reader.ts';
import { createJsonReader } from './json/json-reader.ts';
import { withoutCircles } from './without-circles.ts';

export interface ReaderTools {
  http: OutboundClient;
  /** Absent: there is no connection to Azure */
  graph?: GraphReader | undefined;
}

/** The reader of a source, by its kind. */
export function createSourceReader(access: SourceAccess, tools: ReaderTools): SourceReader {
  return withoutCircles(openReader(access, tools));
}

function openReader(access: SourceAccess, { http, graph }: ReaderTools): SourceReader {
  switch (access.kind) {
    case 'ivanti_neurons':
      return createIvantiReader(access, http);
    case 'fleet':
      return createFleetReader(access, http);
    case 'intune':
      return createIntuneReader(access, graph);
    case 'jamf_pro':
      return createJamfReader(access, http);
    case 'json':
      return createJsonReader(access, http);
  }
}

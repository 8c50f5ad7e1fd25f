import type { SourceAccess } from '#lib/domain/sources/source';
import type { SourceReader } from '#lib/domain/sources/source-reader';
import type { OutboundClient } from '../../outbound/outbound-client.ts';
import { createFleetReader } from './fleet/fleet-reader.ts';
import { createIvantiReader } from './ivanti/ivanti-reader.ts';
import { createJamfReader } from './jamf/jamf-reader.ts';

export interface ReaderTools {
  http: OutboundClient;
}

/** The reader of a source, by its kind. */
export function createSourceReader(access: SourceAccess, { http }: ReaderTools): SourceReader {
  switch (access.kind) {
    case 'ivanti_neurons':
      return createIvantiReader(access, http);
    case 'fleet':
      return createFleetReader(access, http);
    case 'jamf_pro':
      return createJamfReader(access, http);
    default:
      throw new Error(`no reader of ${access.kind}`);
  }
}

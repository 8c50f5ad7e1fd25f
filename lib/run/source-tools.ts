import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import { SourceFailure } from '#lib/domain/sources/source-reader';
import type { SourceTools } from '#lib/domain/sources/source-tools';
import type { Env } from '#lib/env';
import { createOutboundClient } from '#lib/outbound/outbound-client';
import { dataPaths } from '#lib/paths';
import { openSecretBox } from '#lib/secrets/secret-box';
import { createSourceReader } from '#lib/sources/readers/create-reader';
import { problemOfMapping } from '#lib/sources/readers/json/json-mapping';

/** For a whole page: large systems take their time. */
const sourceTimeoutMs = 60_000;

/** How this process, web or worker, reaches sources. */
export function openSourceTools(
  env: Pick<Env, 'dataDir' | 'outbound' | 'sources'>,
  gateway: () => AzureGateway,
): SourceTools {
  const { secretKeys, allowHttp } = env.sources;
  const http = createOutboundClient({ timeoutMs: sourceTimeoutMs, proxies: env.outbound, reach: 'local' });
  const connected = (): AzureGateway => {
    try {
      return gateway();
    } catch (error) {
      throw new SourceFailure(
        'no_connection',
        error instanceof Error ? error.message : 'Azure is not connected',
      );
    }
  };
  const graph = async (address: string) => connected().readManagedDevices(address);
  return {
    openReader: (access) => createSourceReader(access, { http, graph }),
    problemOfMapping,
    secrets: openSecretBox({ keys: secretKeys, keyFile: dataPaths(env.dataDir).secretKey }),
    allowHttp,
  };
}

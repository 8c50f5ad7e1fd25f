import type { SimulatedSource } from '#lib/domain/sources/source';
import { mdmLogins } from '../identity.ts';
import { simulatedMapping } from './json.ts';

/** The simulated systems that devices can be read from, of a sandbox at `url`. */
export function simulatedSources(url: string): SimulatedSource[] {
  return [
    { kind: 'ivanti_neurons', url: `${url}/mdm/ivanti`, settings: {}, secrets: mdmLogins.ivanti },
    { kind: 'intune', url: null, settings: {}, secrets: {} },
    {
      kind: 'jamf_pro',
      url: `${url}/mdm/jamf`,
      settings: { compliantGroup: 'Compliant', azureIdAttribute: 'Entra device id' },
      secrets: mdmLogins.jamf,
    },
    {
      kind: 'fleet',
      url: `${url}/mdm/fleet`,
      settings: { criticalAction: 'quarantine', otherAction: 'send_alert' },
      secrets: mdmLogins.fleet,
    },
    {
      kind: 'json',
      url: `${url}/mdm/json/v2/devices?limit=500`,
      settings: { itemsPath: 'data.items', nextPath: 'paging.next', mapping: simulatedMapping },
      secrets: { headers: mdmLogins.json },
    },
  ];
}

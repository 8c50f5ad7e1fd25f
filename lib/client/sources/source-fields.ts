import type { SourceKind } from '#lib/domain/sources/source';

/** Product names, the same in every language. */
export const sourceNames = {
  ivanti_neurons: 'Ivanti Neurons for MDM',
  intune: 'Microsoft Intune',
  jamf_pro: 'Jamf Pro',
  fleet: 'Fleet',
  json: 'JSON API',
} as const satisfies Record<SourceKind, string>;

/** The steps that lead to a login at the other side: keys of `sources.steps`. */
export const setupSteps = {
  ivanti_neurons: ['ivanti_neurons_1', 'ivanti_neurons_2', 'ivanti_neurons_3'],
  intune: ['intune_1', 'intune_2'],
  jamf_pro: ['jamf_pro_1', 'jamf_pro_2', 'jamf_pro_3'],
  fleet: ['fleet_1', 'fleet_2'],
  json: ['json_1', 'json_2', 'json_3'],
} as const satisfies Record<SourceKind, readonly `${SourceKind}_${number}`[]>;

/** Where the value of a field goes in the request. */
export type FieldPath = 'url' | `settings.${string}` | `secrets.${string}`;

export interface SourceField {
  path: FieldPath;
  /** Of its texts: `sources.field.<name>` */
  name: FieldName;
  required: boolean;
  look: 'text' | 'secret' | 'area' | 'action';
  /** An example, or what is set without a choice */
  example?: string;
}

export const fieldNames = [
  'url',
  'username',
  'password',
  'clientId',
  'clientSecret',
  'token',
  'partition',
  'filter',
  'compliantGroup',
  'azureIdAttribute',
  'criticalAction',
  'otherAction',
  'team',
  'itemsPath',
  'nextPath',
  'mapping',
  'headers',
] as const;
export type FieldName = (typeof fieldNames)[number];

const url = (example: string): SourceField => ({
  path: 'url',
  name: 'url',
  required: true,
  look: 'text',
  example,
});
const setting = (name: FieldName, more: Partial<SourceField> = {}): SourceField => ({
  path: `settings.${name}`,
  name,
  required: false,
  look: 'text',
  ...more,
});
const secret = (name: FieldName, more: Partial<SourceField> = {}): SourceField => ({
  path: `secrets.${name}`,
  name,
  required: true,
  look: 'secret',
  ...more,
});

const mappingExample = `{
  "externalId": id,
  "checkedInAt": last_seen,
  "device": { "name": name, "os": platform, "osVersion": os_version },
  "user": { "principalName": owner.email },
  "violations": problems.{ "policy": title, "action": "quarantine" }
}`;

export const sourceFields = {
  ivanti_neurons: [
    url('https://na1.mobileiron.com'),
    secret('username', { look: 'text' }),
    secret('password'),
    setting('partition'),
    setting('filter', { example: 'platformType=IOS' }),
  ],
  intune: [setting('filter', { example: "operatingSystem eq 'iOS'" })],
  jamf_pro: [
    url('https://example.jamfcloud.com'),
    secret('clientId', { look: 'text' }),
    secret('clientSecret'),
    setting('compliantGroup'),
    setting('azureIdAttribute'),
  ],
  fleet: [
    url('https://fleet.example.com'),
    secret('token'),
    setting('team'),
    setting('criticalAction', { look: 'action', example: 'quarantine' }),
    setting('otherAction', { look: 'action', example: 'send_alert' }),
  ],
  json: [
    url('https://mdm.example.com/api/devices'),
    secret('headers', { look: 'area', required: false, example: 'Authorization: Bearer …' }),
    setting('itemsPath', { required: true, example: 'data.items' }),
    setting('nextPath', { example: 'data.next' }),
    setting('mapping', { required: true, look: 'area', example: mappingExample }),
  ],
} as const satisfies Record<SourceKind, readonly SourceField[]>;

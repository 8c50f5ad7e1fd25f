/** A sign-in that is only asked about: nobody signs in. */
export interface WhatIfQuery {
  /** Entra's object id */
  userId: string;
  azureDeviceId: string;
  isCompliant: boolean;
  /** As the device object has it; null: none */
  trustType: string | null;
  platform: 'android' | 'iOS' | 'macOS' | 'windows' | 'linux';
  /** Client id of the app that would be opened */
  applicationId: string;
  /** Those that are set, by number */
  extensionAttributes: ReadonlyMap<number, string>;
}

/** A Conditional Access policy, and whether it would apply. Whether its controls would be met is for the reader to judge. */
export interface WhatIfPolicy {
  id: string;
  displayName: string | null;
  applies: boolean;
  /** Microsoft's words for why not; null: none */
  reasons: string | null;
  /** Such as `block`, `mfa`, `compliantDevice` */
  grantControls: string[];
}

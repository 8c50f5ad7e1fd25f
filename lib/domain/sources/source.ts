/** The systems that Tenko reads devices from by itself. */
export const sourceKinds = ['ivanti_neurons', 'intune', 'jamf_pro', 'fleet', 'json'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** `full`: every device, which alone finds what is missing. `quick`: what was in contact since the last run, or is noncompliant. */
export const walkKinds = ['full', 'quick'] as const;
export type WalkKind = (typeof walkKinds)[number];

/** What connects a simulated system as a source: the body of a request to create one, without its name. */
export interface SimulatedSource {
  kind: SourceKind;
  /** Null: it is read over the connection to Azure */
  url: string | null;
  settings: Record<string, unknown>;
  secrets: Record<string, unknown>;
}

/** What a reader needs to know about its source. `settings` are checked by their kind, `secrets` by name. */
export interface SourceAccess {
  kind: SourceKind;
  /** Without a slash at its end. The address may have a path */
  url: string;
  settings: Readonly<Record<string, unknown>>;
  secrets: Readonly<Record<string, string>>;
}

/** Kinds that can be asked for what has changed. Others are read as a whole each time. */
export const quickKinds: readonly SourceKind[] = ['ivanti_neurons', 'intune', 'jamf_pro', 'fleet'];

/** The secrets without which a source of a kind cannot be read. */
export const neededSecrets = {
  ivanti_neurons: ['username', 'password'],
  intune: [],
  jamf_pro: ['clientId', 'clientSecret'],
  fleet: ['token'],
  json: [],
} as const satisfies Record<SourceKind, readonly string[]>;

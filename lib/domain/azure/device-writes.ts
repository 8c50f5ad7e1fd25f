/** One write to a device object of Entra. Channel `windows` writes the flags, channel `tag` extension attributes. */
export interface DeviceWrite {
  azureDeviceId: string;
  flags?: { isCompliant: boolean; isManaged: boolean };
  /** By number, 1 to 15; null clears */
  extensionAttributes?: ReadonlyMap<number, string | null>;
}

/** What became of one write of a batch. */
export type DeviceWriteResult = { azureDeviceId: string } & (
  | { outcome: 'written' }
  /** Entra does not know the device (404) */
  | { outcome: 'not_in_entra' }
  /** 400 and other final refusals, in Microsoft's words */
  | { outcome: 'refused'; code: string; detail: string | null }
  /** 403: this app role is missing, or the app may not write this property at all */
  | { outcome: 'forbidden'; code: string; detail: string | null; permission: string }
  /** 429 */
  | { outcome: 'throttled'; retryAfterMs: number | undefined }
  /** 408, 5xx, or no response to this write: the same again later */
  | { outcome: 'passing'; code: string; detail: string | null }
);

/** A device object as the channel `tag` needs it. */
export interface TaggableDevice {
  /** Those that are set, by number */
  extensionAttributes: ReadonlyMap<number, string>;
  isCompliant: boolean | null;
  isManaged: boolean | null;
  trustType: string | null;
  operatingSystem: string | null;
}

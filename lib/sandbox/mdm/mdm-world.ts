import { z } from 'zod';
import { type MdmChange, type MdmDevice, type MdmName, mdmDevice, mdmNames } from './mdm-fleet.ts';

const usualSize = 60;
export const mdmSizesBody = z.partialRecord(z.enum(mdmNames), z.int().min(0).max(100_000));
export const mdmDeviceBody = z.strictObject({
  state: z.enum(['fine', 'violating', 'quarantined', 'blocked', 'retiring', 'jailbroken']).optional(),
  name: z.string().min(1).max(200).optional(),
  contactAt: z.iso
    .datetime()
    .transform((time) => Date.parse(time))
    .optional(),
  removed: z.boolean().optional(),
});
export const mdmRulesBody = z.strictObject({
  /** The portal of Ivanti asks admins for a PIN, and takes Basic from nobody */
  secondFactor: z.boolean().optional(),
  /** The newest version of Jamf's inventory of computers that there is */
  jamfVersion: z.union([z.literal(1), z.literal(3), z.literal(4)]).optional(),
  /** How long Jamf's tokens count */
  jamfTokenSeconds: z.int().min(1).max(3600).optional(),
});

/** What all simulated systems have: how many devices, and what orders changed of them. */
export class MdmWorld {
  readonly #sizes = new Map<MdmName, number>();
  readonly #changes = new Map<MdmName, Map<number, MdmChange>>(mdmNames.map((name) => [name, new Map()]));
  rules = { secondFactor: false, jamfVersion: 4, jamfTokenSeconds: 300 };
  /** Of Jamf, with the time at which each ends, in ms since 1970 */
  readonly tokens = new Map<string, number>();

  setSize(mdm: MdmName, size: number): void {
    this.#sizes.set(mdm, size);
  }

  change(mdm: MdmName, number: number, change: MdmChange): void {
    const known = this.#changes.get(mdm);
    known?.set(number, { ...known.get(number), ...change });
  }

  device(mdm: MdmName, number: number, now: number): MdmDevice | null {
    const change = this.#changes.get(mdm)?.get(number);
    const exists = Number.isInteger(number) && number >= 1 && number <= this.#sizeOf(mdm);
    return exists && change?.removed !== true ? mdmDevice(mdm, number, now, change) : null;
  }

  /** Numbers of its devices, ascending. */
  numbers(mdm: MdmName): number[] {
    const changes = this.#changes.get(mdm);
    const all = Array.from({ length: this.#sizeOf(mdm) }, (_, index) => index + 1);
    return all.filter((number) => changes?.get(number)?.removed !== true);
  }

  /** Those that meet the test, by number. */
  devices(mdm: MdmName, now: number, test: (device: MdmDevice) => boolean): MdmDevice[] {
    return this.numbers(mdm)
      .map((number) => mdmDevice(mdm, number, now, this.#changes.get(mdm)?.get(number)))
      .filter(test);
  }

  #sizeOf(mdm: MdmName): number {
    return this.#sizes.get(mdm) ?? usualSize;
  }
}

import { z } from 'zod';

const nullableTime = z.string().nullable();

/** Whose a device's Azure id is, and which user is reported: parts of its details. */
export const deviceIdentity = {
  /** The other feed that the Azure id belongs to; null: it is this device's feed's, or there is none */
  azureIdHolder: z
    .object({
      feed: z.string(),
      /** Since when the id belongs to it; null: it was released just now */
      since: nullableTime,
      /** When it last checked in the device under this id; null: it has no such device any more */
      lastCheckInAt: nullableTime,
      /** Since when this device waits for it */
      waitingSince: nullableTime,
    })
    .nullable(),
  /** Whose name went with the last look-up of the user; null: nobody was looked up, or found */
  resolvedUser: z
    .object({
      principalName: z.string(),
      /** The account that registered the device is unknown to Entra: the MDM's user takes its place */
      insteadOfRegistered: z.boolean(),
    })
    .nullable(),
};

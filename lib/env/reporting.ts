import type { z } from 'zod';
import { integer, truth } from './values.ts';

/** How the engine works; times in ms */
export interface ReportingEnv {
  devicesPerMessage: number;
  messagesInFlight: number;
  driftGraceMs: number;
  readCycleMs: number;
  deltaMs: number;
  graphWrites: { perSecond: number; burst: number };
  azureIdReleaseMs: number;
  heartbeatMs: number;
  deletesRetired: boolean;
}

const minute = 60_000;

export const reportingVariables = {
  TENKO_DEVICES_PER_MESSAGE: integer(1, 500).default(50).describe('Devices in one message to Microsoft'),
  TENKO_MESSAGES_IN_FLIGHT: integer(1, 500)
    .default(64)
    .describe('Messages under way to Microsoft at one time, all workers together'),
  TENKO_DRIFT_GRACE_MINUTES: integer(1, 1440)
    .default(15)
    .describe('How long Entra may take to follow a report before a difference counts as drift'),
  TENKO_READ_CYCLE_HOURS: integer(1, 720).default(24).describe('How often Entra is asked about every device'),
  TENKO_GRAPH_WRITES_PER_SECOND: integer(1, 1000)
    .default(19)
    .describe('Writes to devices in Entra in a second, all workers together; Graph allows 3,000 in 150 s'),
  TENKO_DELTA_MINUTES: integer(1, 1440).default(3).describe('How often Entra is asked which devices changed'),
  TENKO_AZURE_ID_RELEASE_DAYS: integer(1, 3650)
    .default(7)
    .describe('How long a feed may be silent about a device before another feed may have its Azure ID'),
  TENKO_HEARTBEAT_MINUTES: integer(5, 1440)
    .default(60)
    .describe('How often Tenko sends Microsoft the heartbeat of the compliance partner'),
  TENKO_RETIRE_DELETES_ENTRA_DEVICE: truth
    .default(false)
    .describe('true: delete the device object from Entra once a retirement is confirmed'),
};

export function readReporting(values: z.infer<z.ZodObject<typeof reportingVariables>>): ReportingEnv {
  return {
    devicesPerMessage: values.TENKO_DEVICES_PER_MESSAGE,
    messagesInFlight: values.TENKO_MESSAGES_IN_FLIGHT,
    driftGraceMs: values.TENKO_DRIFT_GRACE_MINUTES * minute,
    readCycleMs: values.TENKO_READ_CYCLE_HOURS * 60 * minute,
    // A burst of five seconds: with it, the usual pace stays below the limit.
    graphWrites: {
      perSecond: values.TENKO_GRAPH_WRITES_PER_SECOND,
      burst: 5 * values.TENKO_GRAPH_WRITES_PER_SECOND,
    },
    deltaMs: values.TENKO_DELTA_MINUTES * minute,
    azureIdReleaseMs: values.TENKO_AZURE_ID_RELEASE_DAYS * 24 * 60 * minute,
    heartbeatMs: values.TENKO_HEARTBEAT_MINUTES * minute,
    deletesRetired: values.TENKO_RETIRE_DELETES_ENTRA_DEVICE,
  };
}

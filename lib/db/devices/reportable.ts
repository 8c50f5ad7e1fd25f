import { partnerOsNames } from '#lib/domain/devices/operating-system';
import { Prisma } from '../core/prisma.ts';

const systems = Object.keys(partnerOsNames)
  .map((os) => `'${os}'`)
  .join(', ');

/** On `devices`: nothing stands in the way of reporting it (`obstacleOf`), a retirement aside. */
export const canBeReported = Prisma.raw(
  `management_state <> 'retired' AND azure_device_id IS NOT NULL AND client_status_code = 'Success'
    AND azure_id_taken_by IS NULL AND os IN (${systems})`,
);

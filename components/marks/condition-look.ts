import {
  CircleCheck,
  CircleHelp,
  CirclePause,
  CloudAlert,
  CloudOff,
  Hourglass,
  PowerOff,
  Unplug,
} from '#components/ui/icons';
import type { ConnectionCondition } from '#lib/domain/azure/connection-condition';

export const conditionLooks = {
  deprovisioned: { tone: 'bad', icon: Unplug },
  no_worker: { tone: 'bad', icon: PowerOff },
  paused: { tone: 'wait', icon: CirclePause },
  unhealthy: { tone: 'bad', icon: CloudOff },
  throttled: { tone: 'wait', icon: Hourglass },
  failing: { tone: 'wait', icon: CloudAlert },
  untried: { tone: 'muted', icon: CircleHelp },
  healthy: { tone: 'good', icon: CircleCheck },
} as const satisfies Record<ConnectionCondition, object>;

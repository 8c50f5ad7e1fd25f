import type { ReportingChannel } from '#lib/domain/devices/channel';
import type { TagSettings } from '#lib/domain/devices/tag';

export const usualTag: TagSettings = {
  attribute: 15,
  values: { compliant: 'tenko:compliant', noncompliant: 'tenko:noncompliant' },
};

interface Switches extends Partial<Record<ReportingChannel, boolean>> {
  settings?: TagSettings;
}

/** A change of the channels to their defaults, but for what is given. */
export function channelsWith({ partner = true, windows = true, tag = false, settings = usualTag }: Switches) {
  return {
    partner: { enabled: partner },
    windows: { enabled: windows },
    tag: { enabled: tag, ...settings },
  };
}

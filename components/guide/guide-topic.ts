import type { useTranslations } from 'next-intl';
import type { StatusLook } from '#components/ui/status';
import type { GuideTopicName } from '#lib/client/guide/guide-topics';
import type { NextStep } from '#lib/domain/devices/step-actors';

/** One state, field or code. */
export interface GuideEntry {
  /** Unique within its topic: a part of its address */
  value: string;
  /** As the console shows it; an identifier has its value for a name */
  name: string;
  look?: StatusLook;
  /** The value in the API, if the name does not say it */
  code?: string;
  /** Left out if the name says it all */
  meaning?: string;
  causes?: readonly string[];
  /** Microsoft's name, which is not translated */
  microsoft?: string;
  /** What to do about it */
  fix?: string;
  /** The next step that it leads to, in place of a text of its own */
  step?: NextStep | null;
  who?: string;
}

/** A part of the reference. */
export interface GuideTopic {
  id: GuideTopicName;
  title: string;
  about?: string;
  /** What Microsoft calls it, and where it is there */
  microsoft?: string;
  entries: readonly GuideEntry[];
}

export type Translate = ReturnType<typeof useTranslations<never>>;

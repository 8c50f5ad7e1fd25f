import type { SourceItem } from '#lib/contract/sources/source';

/** What a source does, in one word: its health, unless it is read right now or not at all. */
export const sourceStates = ['off', 'running', 'ok', 'failing', 'never_run'] as const;
export type SourceState = (typeof sourceStates)[number];

export function stateOfSource({ enabled, health, lastRun }: SourceItem): SourceState {
  if (lastRun?.state === 'running') return 'running';
  if (health === 'failing') return 'failing';
  return enabled ? health : 'off';
}

import { useTranslations } from 'next-intl';
import { RequestFailed } from '#lib/client/call';

export interface RefusedField {
  code: string;
  message: string;
}

/** What the server said of each field; a path inside a field counts for the field. */
export function refusedPaths(error: Error | null): Record<string, RefusedField> {
  if (!(error instanceof RequestFailed)) return {};
  const errors = error.problem?.errors ?? [];
  return Object.fromEntries(
    errors.toReversed().map(({ path, ...said }) => [path.split('.').slice(0, 2).join('.'), said]),
  );
}

const refusedCodes = [
  'fragment_in_url',
  'http_not_allowed',
  'invalid_format',
  'invalid_url',
  'login_in_url',
  'required',
  'secret_in_url',
  'too_big',
  'too_small',
  'url_off_limits',
] as const;

/** Why a field was refused, by its code. What is wrong with a mapping, only the words of its language say. */
export function useRefusedText(): (refusal: RefusedField) => string {
  const t = useTranslations('sources.refused');
  return ({ code, message }) => {
    const known = refusedCodes.find((one) => one === code);
    return known === undefined ? t('field', { reason: message }) : t(`code.${known}`);
  };
}

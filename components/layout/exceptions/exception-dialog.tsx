'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClock } from '#components/ui/clock';
import { ModalDialog } from '#components/ui/modal-dialog';
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { createException, policiesQuery } from '#lib/client/queries/policy-queries';
import { dayMs } from '#lib/domain/text/age';
import { shownText } from '#lib/domain/text/shown-text';
import { dayOf, startOfDay } from '#lib/domain/text/zoned-time';
import { ActionForm, FailureLine } from '../action-form.tsx';
import { type ExceptionTarget, type FixedTarget, TargetFields } from './target-fields.tsx';

interface Props {
  /** The policy that the admin comes from; null: to be chosen */
  policyId: string | null;
  /** The policy chosen at first */
  first?: string | null;
  /** What the admin comes from: a device and its user, or a saved view; null: to be chosen */
  fixed: readonly FixedTarget[] | null;
  onClose: () => void;
}

const usualDays = 30;
const longestDays = 364;

/** Excepts a device, a user or the devices of a view from a policy, until the end of a day. */
export function ExceptionDialog({ policyId, first = null, fixed, onClose }: Props) {
  const t = useTranslations('policyExceptions');
  const create = useMutation(createException(useQueryClient()));
  const policies = useQuery(policiesQuery()).data?.items ?? [];
  const [chosenId, setPolicy] = useState(policyId ?? first);
  const [target, setTarget] = useState<ExceptionTarget | null>(fixed?.[0]?.target ?? null);
  const [reason, setReason] = useState('');
  const day = useUntilDay();
  const policy = chosenId ?? policies[0]?.id ?? null;

  function submit() {
    if (policy === null || target === null || day.until === null) return;
    const body = { policyId: policy, ...target, until: day.until, reason: reason.trim() };
    create.mutate(body, { onSuccess: onClose });
  }
  return (
    <ModalDialog title={t('addTitle')} open onClose={onClose}>
      <ActionForm
        submit={t('submit')}
        pending={create.isPending || policy === null}
        failure={<FailureLine error={create.error} />}
        className="mt-3"
        onCancel={onClose}
        onSubmit={submit}
      >
        <div className="flex flex-col gap-4">
          {policyId === null && <PolicyField policies={policies} value={policy} onChoose={setPolicy} />}
          <TargetFields fixed={fixed} target={target} onChange={setTarget} />
          <TextField
            label={t('until')}
            heading
            note={t('untilNote')}
            type="date"
            value={day.value}
            min={day.first}
            max={day.last}
            onChange={day.set}
            problem={day.until === null ? t('untilProblem') : null}
            className="w-44"
          />
          <TextField
            label={t('reason')}
            heading
            note={t('reasonNote')}
            value={reason}
            required
            maxLength={500}
            onChange={setReason}
          />
        </div>
      </ActionForm>
    </ModalDialog>
  );
}

/** The day at whose end the exception ends, in the admin's time zone. */
function useUntilDay() {
  const zone = useTimeZone() ?? 'UTC';
  const now = useClock();
  const dayIn = (days: number) => dayOf(new Date(now + days * dayMs).toISOString(), zone);
  const [value, set] = useState(() => dayIn(usualDays));
  const [first, last] = [dayIn(0), dayIn(longestDays)];
  const start = startOfDay(value, zone);
  const next = start === null ? null : dayOf(new Date(Date.parse(start) + 1.25 * dayMs).toISOString(), zone);
  const isIn = value >= first && value <= last;
  return { value, set, first, last, until: next !== null && isIn ? startOfDay(next, zone) : null };
}

interface PolicyFieldProps {
  policies: readonly { id: string; name: string }[];
  value: string | null;
  onChoose: (id: string) => void;
}

function PolicyField({ policies, value, onChoose }: PolicyFieldProps) {
  const t = useTranslations('policyExceptions');
  if (value === null) return <p>{t('noPolicies')}</p>;
  return (
    <SelectField
      label={t('policy')}
      heading
      note={t('policyNote')}
      value={value}
      choices={policies.map((policy) => ({ value: policy.id, label: shownText(policy.name) }))}
      onChoose={onChoose}
    />
  );
}

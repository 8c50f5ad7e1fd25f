'use client';

import { useState } from 'react';
import { ClientCode } from '#components/marks/client-code';
import { AccessHeadline, DriftMark, EntraFlag } from '#components/marks/entra-marks';
import { EntraTag } from '#components/marks/entra-tag';
import { DeviceFailure, FailureText } from '#components/marks/failure-text';
import { GivenText } from '#components/marks/given-text';
import { PolicyStepMark } from '#components/marks/policy-step';
import {
  AccessStatus,
  AzureStatus,
  EntraProblemStatus,
  ManagementStatus,
  ReportStatus,
  TagStatus,
  VerdictStatus,
} from '#components/marks/status-badges';
import {
  accessLooks,
  azureStatusLooks,
  entraProblemLooks,
  reportStatusLooks,
  tagLooks,
  verdictLooks,
} from '#components/marks/status-looks';
import { Panel } from '#components/ui/panel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { actions } from '#lib/domain/devices/verdict';
import { failureCodes } from '#lib/domain/reports/report-status';
import { Row } from './ui-gallery.tsx';

function keysOf<K extends string>(looks: Record<K, unknown>): K[] {
  return Object.keys(looks) as K[];
}

export function StatusBadges() {
  return (
    <Panel title="Status badges">
      <div className="grid gap-3">
        <Row>
          {keysOf(verdictLooks).map((value) => (
            <VerdictStatus key={value} value={value} />
          ))}
        </Row>
        <Row>
          {actions.map((action) => (
            <PolicyStepMark key={action} step={{ action, at: '2999-01-01T00:00:00.000Z' }} />
          ))}
        </Row>
        <Row>
          {keysOf(azureStatusLooks).map((value) => (
            <AzureStatus key={value} value={value} />
          ))}
        </Row>
        <Row>
          {keysOf(reportStatusLooks).map((value) => (
            <ReportStatus key={value} value={value} />
          ))}
        </Row>
        <Row>
          {keysOf(accessLooks).map((value) => (
            <AccessStatus key={value} value={value} />
          ))}
        </Row>
        <Row>
          {keysOf(entraProblemLooks).map((value) => (
            <EntraProblemStatus key={value} value={value} />
          ))}
        </Row>
        <Row>
          {keysOf(tagLooks).map((value) => (
            <TagStatus key={value} value={value} />
          ))}
        </Row>
        <Row>
          {(['managed', 'retiring', 'retired'] as const).map((value) => (
            <ManagementStatus key={value} value={value} />
          ))}
        </Row>
      </div>
    </Panel>
  );
}

export function ClientCodes() {
  return (
    <Panel title="Client codes">
      <Row>
        {[null, ...clientStatusCodes].map((code) => (
          <ClientCode key={String(code)} code={code} />
        ))}
      </Row>
    </Panel>
  );
}

export function EntraMarks() {
  const [since] = useState(() => new Date(Date.now() - 3 * 3_600_000).toISOString());
  return (
    <Panel title="Entra">
      <div className="grid gap-3">
        <AccessHeadline access={{ state: 'let_in', because: 'entra_compliant' }} />
        <AccessHeadline access={{ state: 'let_in', because: 'tag_lets_in' }} />
        <AccessHeadline access={{ state: 'likely_blocked', because: 'tag_blocks' }} />
        <AccessHeadline access={{ state: 'unknown', because: 'tag_without_effect' }} />
        <Row>
          <DriftMark since={since} />
          <DriftMark since={since} age />
        </Row>
        <Row>
          {[true, false, null].map((value) => (
            <EntraFlag key={String(value)} name="isCompliant" value={value} />
          ))}
        </Row>
      </div>
    </Panel>
  );
}

const tags = [
  { state: 'compliant', value: 'tenko:compliant', evaluated: true },
  { state: 'noncompliant', value: 'tenko:noncompliant', evaluated: false },
  { state: 'foreign', value: 'finance', evaluated: true },
  { state: 'missing', value: null, evaluated: null },
] as const;

export function EntraTags() {
  return (
    <Panel title="Tags">
      <div className="grid gap-3">
        {tags.map((tag) => (
          <EntraTag key={tag.state} tag={tag} />
        ))}
      </div>
    </Panel>
  );
}

export function FailureTexts() {
  const [at] = useState(() => new Date(Date.now() - 600_000).toISOString());
  return (
    <Panel title="Failures">
      <div className="grid gap-2">
        {[...failureCodes, 'UnknownCode'].map((code) => (
          <FailureText key={code} failure={{ code, detail: 'Detail' }} />
        ))}
        <DeviceFailure
          failure={{ code: 'failed', detail: null, at, nextTryAt: null, because: 'next_change' }}
        />
      </div>
    </Panel>
  );
}

export function GivenTexts() {
  return (
    <Panel title="Given texts">
      <Row>
        {['Kana’s iPhone', '東京の端末', 'שלום', 'Device\u202e'].map((text) => (
          <GivenText key={text} text={text} />
        ))}
      </Row>
    </Panel>
  );
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliveryProblemCodes } from '#lib/domain/alerts/alert-destination';
import { findingCodes } from '#lib/domain/azure/preflight';
import { rejectionCodes, warningCodes } from '#lib/domain/check-ins/intake-note';
import { databaseFaults } from '#lib/domain/database-fault';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { obstacles } from '#lib/domain/devices/obstacle';
import { signInProblems } from '#lib/domain/people/sign-in-problem';
import { failureCodes } from '#lib/domain/reports/report-status';
import { sourceProblemCodes } from '#lib/domain/sources/source-problem';
import { errorCodes } from '#lib/errors';
import { projectRoot } from '#lib/paths';

const text = readFileSync(join(projectRoot, 'docs/operations/troubleshoot.md'), 'utf8');

/** The codes that a section has an entry for */
function listedIn(title: string): string[] {
  const section = text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([a-z_0-9]+)` \| .+ \|$/gm)].map(([, code = '']) => code);
}

test.each([
  ['Readiness', ['stopping', 'starting_database', 'starting_bootstrap_key', 'database_unusable']],
  ['Database faults', databaseFaults],
  ['Errors of the API', errorCodes],
  ['Check of the connection', findingCodes],
  ['Sources (MDMs)', sourceProblemCodes],
  ['Failed reports', failureCodes],
  ['Why a device cannot be reported', obstacles],
  ['What is wrong in Entra', entraProblems],
  ['Alerts', deliveryProblemCodes],
  ['Signing in', signInProblems],
  ['Rejected check-ins and warnings', [...new Set([...warningCodes, ...rejectionCodes])]],
])(
  'docs/operations/troubleshoot.md says what to do about each code of “%s”, and no other',
  (title, codes) => {
    expect(listedIn(title).toSorted()).toEqual([...codes].toSorted());
  },
);

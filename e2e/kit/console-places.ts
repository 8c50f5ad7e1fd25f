import type { Page } from '@playwright/test';
import { addressExamples } from '#lib/client/alerts/destination-draft';
import { fieldsOf } from '#lib/client/sources/source-draft';
import { sourceNames } from '#lib/client/sources/source-fields';
import { destinationKinds } from '#lib/domain/alerts/alert-destination';
import { sourceKinds } from '#lib/domain/sources/source';
import { samples } from './samples.ts';

const kinds = `Webhook Slack Microsoft Teams ${Object.values(addressExamples).join(' ')}`;
const products = `${Object.values(sourceNames).join(' ')} `;

interface Place {
  path: string;
  /** Where its data stands: a word of it is no text of ours */
  data: string[];
  /** Names of products and examples on the page, which are the same in every language */
  untranslated?: string;
}

/** Every page of the console. */
export async function places(page: Page): Promise<Place[]> {
  const {
    device: id,
    user,
    bulk,
    policy,
    versionList,
    feed,
    destination,
    rule,
    schedule,
  } = await samples(page);
  const alertData = ['/api/v1/alert-destinations', '/api/v1/alert-rules'];
  const exportData = ['/api/v1/alert-destinations', '/api/v1/export-schedules'];
  const policyData = [
    '/api/v1/policies',
    `/api/v1/policies/${policy}/versions`,
    '/api/v1/version-lists',
    '/api/v1/devices?limit=200',
    '/api/v1/devices?limit=200&sort=lastCheckInAt',
  ];
  return [
    { path: '/overview', data: ['/api/v1/overview'] },
    { path: '/devices?sort=name', data: ['/api/v1/devices?sort=name&limit=200'] },
    { path: `/devices/${id}`, data: [`/api/v1/devices/${id}`, `/api/v1/devices/${id}/check-ins`] },
    {
      path: `/users/${encodeURIComponent(user)}`,
      data: [`/api/v1/devices?limit=200&q=${encodeURIComponent(user)}`, `/api/v1/devices/${id}`],
    },
    { path: '/users/missing', data: [], untranslated: 'missing' },
    { path: '/find?serialNumber=missing', data: [], untranslated: 'missing' },
    { path: '/reports', data: ['/api/v1/reports?limit=200'] },
    { path: '/bulk-actions', data: ['/api/v1/bulk-actions'] },
    {
      path: `/bulk-actions/${bulk}`,
      data: [`/api/v1/bulk-reports/${bulk}`, `/api/v1/bulk-reports/${bulk}/items`],
    },
    { path: '/feeds', data: ['/api/v1/feeds'] },
    { path: '/imports', data: [] },
    { path: '/sources/new', data: [], untranslated: products },
    ...sourceKinds.map((kind) => ({
      path: `/sources/new?kind=${kind}`,
      data: [],
      untranslated:
        products +
        fieldsOf(kind)
          .map(({ example }) => example)
          .join(' '),
    })),
    {
      path: `/feeds/${encodeURIComponent(feed)}`,
      data: ['/api/v1/feeds', `/api/v1/feeds/${encodeURIComponent(feed)}/rejections`],
    },
    { path: '/policies', data: policyData },
    { path: '/policies/new', data: [] },
    { path: '/policies/new?template=silent', data: policyData },
    { path: `/policies/${policy}`, data: policyData },
    { path: `/policies/${policy}/edit`, data: policyData },
    { path: '/policies/exceptions', data: ['/api/v1/policy-exceptions'] },
    { path: '/policies/version-lists', data: policyData },
    { path: '/policies/version-lists/new', data: [] },
    { path: `/policies/version-lists/${versionList}`, data: policyData },
    { path: '/alerts', data: alertData },
    { path: `/alerts/destinations/${destination}`, data: alertData },
    { path: '/alerts/destinations/new', data: [], untranslated: kinds },
    ...destinationKinds.map((kind) => ({
      path: `/alerts/destinations/new?kind=${kind}`,
      data: [],
      untranslated: kinds,
    })),
    { path: '/alerts/rules', data: alertData },
    { path: '/alerts/rules/new', data: alertData, untranslated: kinds },
    { path: `/alerts/rules/${rule}`, data: alertData },
    { path: `/alerts/rules/${rule}/edit`, data: alertData, untranslated: kinds },
    { path: '/alerts/exports', data: exportData },
    { path: '/alerts/exports/new?columns=name', data: alertData, untranslated: kinds },
    { path: `/alerts/exports/${schedule}`, data: exportData },
    { path: `/alerts/exports/${schedule}/edit`, data: exportData, untranslated: kinds },
    { path: '/alerts/deliveries', data: ['/api/v1/alert-deliveries', ...alertData] },
    { path: '/alerts/user-mail', data: ['/api/v1/devices?limit=200&userHasToAct=true'] },
    { path: '/connection', data: ['/api/v1/connection'] },
    { path: '/connection/entra-only', data: ['/api/v1/entra-only-devices'] },
    { path: '/settings', data: [] },
    { path: '/api-reference', data: ['/api/openapi.json'], untranslated: 'export curl Bearer' },
    { path: '/api-reference/check-ins', data: ['/api/openapi.json'], untranslated: 'curl json' },
    { path: '/guide', data: [] },
    { path: '/guide/help-desk', data: [] },
    { path: '/guide/admins', data: [] },
    { path: '/about', data: ['/api/v1/about'], untranslated: 'Tenko Node PostgreSQL Microsoft Apache' },
    { path: '/api-keys', data: ['/api/v1/api-keys'] },
    { path: '/audit', data: ['/api/v1/audit-events?limit=200'] },
    { path: '/sign-in', data: [] },
  ];
}

import type { DeliveryProblemCode } from '#lib/domain/alerts/alert-destination';
import type { NetworkFailureCode } from '../../outbound/network-failure.ts';

/** What a call without an answer is called among deliveries. */
export const codeOfFailure: Record<NetworkFailureCode, DeliveryProblemCode> = {
  timeout: 'timeout',
  name_not_resolved: 'unreachable',
  network: 'unreachable',
  untrusted_certificate: 'untrusted_certificate',
  address_refused: 'address_not_allowed',
  proxy_unreachable: 'proxy',
  proxy_login_refused: 'proxy',
  proxy_refused: 'proxy',
};

import type { AzureGateway, Confirmation } from '#lib/domain/azure/azure-gateway';
import type { HttpAnswer } from './http-client.ts';
import { createPartnerCall, type Wire } from './partner-call.ts';
import { readObject, textOf } from './read-answer.ts';

/** Where messages about devices go. */
export function createDeviceService(wire: Wire): Pick<AzureGateway, 'upload' | 'confirm'> {
  const call = createPartnerCall(wire, { address: 'deviceService', apiVersion: '1.2', headers: {} });
  const pathOf = (messageId: string) => `DataUploadMessages(guid'${messageId}')`;
  return {
    upload: async (messageId, body) => {
      const { trace } = await call('upload', { method: 'PUT', path: pathOf(messageId), body });
      return trace;
    },
    confirm: async (messageId) => {
      const answer = await call('confirm', { method: 'GET', path: pathOf(messageId), accepts: [404] });
      return readConfirmation(answer);
    },
  };
}

function readConfirmation(answer: HttpAnswer): Confirmation {
  const { trace } = answer;
  if (answer.status === 404) return { trace, outcome: 'not_found' };
  const { Status, ErrorCode, ErrorDetail } = readObject(answer);
  switch (Status) {
    case 'Completed':
      return { trace, outcome: 'completed' };
    case 'Failed':
      return { trace, outcome: 'failed', errorCode: textOf(ErrorCode), errorDetail: textOf(ErrorDetail) };
    default:
      return { trace, outcome: 'unfinished', status: textOf(Status) };
  }
}

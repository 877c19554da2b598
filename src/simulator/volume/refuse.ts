import type { Answer, Refused } from '../http/call.ts';

const KEYS: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

/** Cinder's form of an error. What does not get as far as Cinder has the words of what stands before it. */
export function refuse({ status, message, type }: Refused, keystone: string): Answer {
  if (type === 'unauthorized') {
    return {
      status,
      headers: { 'www-authenticate': `Keystone uri="${keystone}"` },
      body: { error: { code: 401, title: 'Unauthorized', message } },
    };
  }
  if (type === 'no-route') {
    const page = 'The resource could not be found.<br /><br />\n\n\n';
    return { status, body: { message: page, code: '404 Not Found', title: 'Not Found' } };
  }
  const words = message.startsWith('Malformed JSON') ? 'Malformed request body' : message;
  const fault = { code: status, message: words };
  if (status === 413) {
    return {
      status,
      headers: { 'retry-after': '0' },
      body: { overLimit: { ...fault, retryAfter: '0' } },
    };
  }
  return { status, body: { [KEYS[status] ?? 'computeFault']: fault } };
}

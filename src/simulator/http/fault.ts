import type { Answer, Refused } from './call.ts';

const KEYS: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  429: 'overLimit',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

/** The form of an error that Nova and Cinder share. What does not get as far as them has the words of what stands before them. */
export function faultOf(
  { status, message, type }: Pick<Refused, 'status' | 'message' | 'type'>,
  keystone: string,
  contentType?: string,
): Answer {
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
  // The server reads the body before it asks the service.
  const words = message.startsWith('Malformed JSON') ? 'Malformed request body' : message;
  return {
    status,
    ...(contentType === undefined ? {} : { contentType }),
    body: { [KEYS[status] ?? 'computeFault']: { code: status, message: words } },
  };
}

import { STATUS_CODES } from 'node:http';
import type { Answer, Refused } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';

const LOST = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`;

const MALFORMED =
  'The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.';

/** `{"error": {code, message, title}}`; Flask's page where there is no such path. `origin`: of this Keystone. */
export function refuse({ status, message, type }: Refused, origin: string): Answer {
  if (type === 'no-route') {
    return { status, bytes: LOST, contentType: 'text/html; charset=utf-8' };
  }
  const words = message === 'Malformed JSON in request body.' ? expecting('valid JSON') : message;
  return {
    status,
    headers: status === 401 ? { 'WWW-Authenticate': `Keystone uri="${origin}/v3"` } : {},
    body: {
      error: { code: status, message: words, title: STATUS_CODES[status] ?? 'Unknown' },
    },
  };
}

/** Flask's own answer. */
export function notAllowed(methods: readonly string[]): Answer {
  return {
    status: 405,
    headers: { Allow: [...methods, 'OPTIONS'].join(', ') },
    body: { message: 'The method is not allowed for the requested URL.' },
  };
}

function expecting(what: string, where = 'request body'): string {
  return `Expecting to find ${what} in ${where}. ${MALFORMED}`;
}

/** A part of the body is not there. */
export function missing(what: string, where?: string): Refusal {
  return new Refusal(400, expecting(what, where));
}

export function notFound(what: string, id: string): Refusal {
  return new Refusal(404, `Could not find ${what}: ${id}.`);
}

export function unauthorized(): Refusal {
  return new Refusal(401, 'The request you have made requires authentication.');
}

/** `action`: as the policy has it: `identity:create_project`. */
export function forbidden(action: string): Refusal {
  return new Refusal(403, `You are not authorized to perform the requested action: ${action}.`);
}

export function conflict(what: string, detail: string): Refusal {
  return new Refusal(409, `Conflict occurred attempting to store ${what} - ${detail}.`);
}

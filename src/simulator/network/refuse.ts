import type { Answer, Refused } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';

/** Neutron's form of an error; keystonemiddleware's for a token that is not taken. */
export function refusalBody({ status, message, type }: Refused, identityOrigin: string): Answer {
  if (status === 401) {
    const error = { code: 401, title: 'Unauthorized', message };
    const headers = { 'www-authenticate': `Keystone uri="${identityOrigin}"` };
    return { status, body: { error }, headers };
  }
  const kind = type === undefined || type === 'no-route' ? plainType(status) : type;
  const text =
    message === 'Malformed JSON in request body.' ? 'Body contains invalid data' : message;
  return { status, body: { NeutronError: { type: kind, message: text, detail: '' } } };
}

function plainType(status: number): string {
  if (status === 400) return 'HTTPBadRequest';
  if (status === 403) return 'HTTPForbidden';
  if (status === 404) return 'HTTPNotFound';
  return status === 413 ? 'HTTPRequestEntityTooLarge' : 'HTTPInternalServerError';
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, message, 'HTTPBadRequest');
}

/** A value that does not fit its attribute. */
export function invalid(name: string, reason: string): Refusal {
  return badRequest(`Invalid input for ${name}. Reason: ${reason}`);
}

export function invalidInput(reason: string): Refusal {
  return new Refusal(400, `Invalid input for operation: ${reason}.`, 'InvalidInput');
}

export function badResource(resource: string, reason: string): Refusal {
  return new Refusal(400, `Bad ${resource} request: ${reason}.`, 'BadRequest');
}

export function conflict(type: string, message: string): Refusal {
  return new Refusal(409, message, type);
}

export function missing(type: string, message: string): Refusal {
  return new Refusal(404, message, type);
}

export function forbidden(expression: string): Refusal {
  return new Refusal(403, `${expression} is disallowed by policy`, 'PolicyNotAuthorized');
}

/** Where Neutron itself breaks. */
export function broken(): Refusal {
  return new Refusal(
    500,
    'Request Failed: internal server error while processing your request.',
    'HTTPInternalServerError',
  );
}

/** Of a list: what it cannot be asked for. */
export function badFilters(names: readonly string[]): Refusal {
  const list = names.map((name) => `'${name}'`).join(', ');
  return badRequest(`[${list}] is invalid attribute for filtering`);
}

export function noSuchPath(): Refusal {
  return missing('HTTPNotFound', 'The resource could not be found.');
}

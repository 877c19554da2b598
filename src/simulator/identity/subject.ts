import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Keystone } from './keystone.ts';

/** Unknown, or no longer good. */
export function notValid({ tokens, projects }: Keystone, id: string): Refusal {
  const scope = tokens.get(id)?.scope;
  if (scope?.type === 'project' && projects.get(scope.id)?.enabled === false) {
    const words = `Unable to validate token because project ${scope.id} is disabled`;
    return new Refusal(404, words);
  }
  const words = id.startsWith('gAAAA')
    ? 'Failed to validate token'
    : 'Could not recognize Fernet token';
  return new Refusal(404, words);
}

/** The token that is asked about. @throws Refusal 404 */
export function subjectOf({ headers }: Call): string {
  const subject = headers['x-subject-token'];
  if (typeof subject !== 'string' || subject === '') {
    throw new Refusal(404, 'No token in the request');
  }
  return subject;
}

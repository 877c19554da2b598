import { grpcStatus } from './grpc-status.ts';
import * as migrationErrors from '../errors/migration.ts';
import { RefusedError } from '../errors/command.ts';
import { OpenStackError } from '../errors/openstack.ts';
import { UnreachableError } from '../errors/temporal.ts';

/** Their messages say everything; a cause would only say it again in a library's words. */
const COMPLETE = [RefusedError, UnreachableError, ...Object.values(migrationErrors)];

/** What went wrong, for a person: the message, and the messages of its causes where they add something. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof OpenStackError) return `${error.message}${loginHint(error)}`;
  if (COMPLETE.some((known) => error instanceof known)) return error.message;
  const status = grpcStatus(error);
  if (status === 'UNAVAILABLE' || status === 'DEADLINE_EXCEEDED') {
    return `Temporal does not answer (${status.toLowerCase().replace('_', ' ')}): is it running? \`pumphouse temporal\` starts it`;
  }
  const texts: string[] = [];
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    if (one.message !== '' && !texts.some((text) => text.includes(firstLine(one))))
      texts.push(one.message);
  }
  return texts.join(': ') || error.name;
}

/** Only at the login is it known what to correct: later a token was taken. */
function loginHint({ cloud, url, status }: OpenStackError): string {
  if (!url.endsWith('/auth/tokens')) return '';
  const entry = `in clouds.yaml (or secure.yaml, or OS_*), then try \`pumphouse clouds ${cloud}\``;
  if (status === undefined) return `; correct auth_url of ${cloud} ${entry}, or the way there`;
  if (status === 401 || status === 403)
    return `; correct user, password, domain and project of ${cloud} ${entry}`;
  return '';
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
}

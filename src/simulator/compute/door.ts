import { faultOf } from '../http/fault.ts';
import { askedVersion } from '../http/microversion.ts';
import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Handler, Refused, Route } from '../http/call.ts';

/** The newest microversion of Zed, its minor number. */
export const NEWEST = 93;

/** The microversions that have a route. */
interface Offered {
  readonly since?: number;
  readonly until?: number;
}

/** A route in which Nova minds the microversion, and puts its words into its own form. */
export function at(
  method: string,
  path: string,
  handle: Handler,
  { since = 1, until = NEWEST }: Offered = {},
): Route {
  return {
    method,
    path,
    async handle(call) {
      const headers = versionHeaders(call.microversion);
      try {
        checkVersion(call);
        if (call.microversion < since || call.microversion > until) {
          throw new Refusal(404, 'The resource could not be found.');
        }
        const answer = typed(await handle(call));
        return { ...answer, headers: { ...headers, ...answer.headers } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { status, message, type } = error;
        const answer = refuse({ status, message, type });
        const plain = Number.isInteger(call.microversion) ? headers : {};
        return { ...answer, headers: { ...plain, ...answer.headers } };
      }
    },
  };
}

/** Nova says that nothing is JSON too; where webob answers in its place, HTML. */
function typed(answer: Answer): Answer {
  if (answer.body !== undefined || answer.bytes !== undefined) return answer;
  return { contentType: 'application/json', ...answer };
}

export const NOTHING_AS_HTML = 'text/html; charset=UTF-8';

export function versionHeaders(microversion: number): Record<string, string> {
  return {
    'openstack-api-version': `compute 2.${microversion}`,
    'x-openstack-nova-api-version': `2.${microversion}`,
    vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
  };
}

/** A Nova of before Zed: what is newer it refuses. */
export function upTo(newest: number, routes: readonly Route[]): Route[] {
  return routes.map((route) => ({
    ...route,
    handle(call) {
      const { microversion } = call;
      if (!(microversion > newest)) return route.handle(call);
      const answer = refuse({ ...tooNew(microversion, newest), type: undefined });
      return { ...answer, headers: { ...versionHeaders(microversion), ...answer.headers } };
    },
  }));
}

function tooNew(microversion: number, newest: number): Pick<Refusal, 'status' | 'message'> {
  const message = `Version 2.${microversion} is not supported by the API. Minimum is 2.1 and maximum is 2.${newest}.`;
  return { status: 406, message };
}

function checkVersion({ microversion, headers }: Call): void {
  if (!Number.isInteger(microversion)) {
    const asked = askedVersion(headers, 'compute') ?? '';
    throw new Refusal(
      400,
      `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
    );
  }
  if (microversion < 1 || microversion > NEWEST) {
    const { status, message } = tooNew(microversion, NEWEST);
    throw new Refusal(status, message);
  }
}

/** Nova's form of an error. */
export function refuse(
  refused: Pick<Refused, 'status' | 'message' | 'type'>,
  keystone = '',
): Answer {
  return faultOf(refused, keystone, 'application/json; charset=UTF-8');
}

/** @throws Refusal 403 where the token's roles do not have it */
export function needAdmin({ token }: Call, policy: string): void {
  if (!token.isAdmin) throw denied(policy);
}

/** `policy` as Nova names it, without its prefix: `os-keypairs:create`. */
export function denied(policy: string): Refusal {
  return new Refusal(403, `Policy doesn't allow os_compute_api:${policy} to be performed.`);
}

/** Of a token that has a project. @throws Refusal 403 */
export function projectOf({ token }: Call): string {
  if (token.projectId === undefined) throw denied('servers:index');
  return token.projectId;
}

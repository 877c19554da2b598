import type { IncomingHttpHeaders } from 'node:http';
import type { SimulatedCloud } from '../cloud.ts';
import type { Answer, Call, Handler, Route } from '../http/call.ts';
import { askedVersion } from '../http/microversion.ts';
import { Refusal } from '../http/refusal.ts';
import { refuse } from './refuse.ts';

/** The newest microversion of Zed, its minor number. */
export const NEWEST = 70;

/** A route of Cinder's, below the version and the project. */
export interface Way {
  readonly method: string;
  readonly path: string;
  /** The first microversion that has it. */
  readonly since?: number;
  readonly handle: Handler;
}

/** Every way twice: the project may stand in the path. */
export function routesOf(cloud: SimulatedCloud, ways: readonly Way[]): readonly Route[] {
  return ways.flatMap((way) => {
    const handle: Handler = (call) => pass(cloud, way, call);
    const { method, path } = way;
    return [
      { method, path, handle },
      { method, path: `/:inProject([0-9a-f-]+)${path}`, name: path, handle },
    ];
  });
}

async function pass(cloud: SimulatedCloud, way: Way, call: Call): Promise<Answer> {
  let version: string | undefined;
  try {
    version = versionOf(call.headers);
    checkVersion(version);
    const minor = Number(version.split('.')[1]);
    if (minor < (way.since ?? 0)) throw new Refusal(404, 'The resource could not be found.');
    checkProject(call);
    return dressed(await way.handle(call), { call, version });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, message, type } = error;
    const answer = refuse(
      { status, message, type, requestId: call.requestId, accept: call.headers.accept },
      cloud.origins.identity,
    );
    return dressed(answer, { call, version: version?.startsWith('3.') ? version : undefined });
  }
}

function checkProject({ params, token }: Call): void {
  const inProject = params['inProject'];
  if (inProject !== undefined && inProject !== token.projectId) {
    throw new Refusal(400, 'Malformed request url');
  }
}

/** As the header has it: `3.70`. @throws Refusal 400 */
function versionOf(headers: IncomingHttpHeaders): string {
  const asked = askedVersion(headers, 'volume');
  if (asked === undefined) return '3.0';
  if (asked === 'latest') return `3.${NEWEST}`;
  if (/^[1-9]\d*\.([1-9]\d*|0)$/.test(asked)) return asked;
  throw new Refusal(
    400,
    `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
  );
}

function checkVersion(version: string): void {
  const [major, minor] = version.split('.');
  if (major === '3' && Number(minor) <= NEWEST) return;
  throw new Refusal(
    406,
    `Version ${version} is not supported by the API. Minimum is 3.0 and maximum is 3.${NEWEST}.`,
  );
}

function dressed(
  answer: Answer,
  { call, version }: { readonly call: Call; readonly version: string | undefined },
): Answer {
  const isPlain = answer.contentType?.startsWith('text/html') === true;
  return {
    ...answer,
    headers: {
      ...(isPlain ? {} : { 'x-compute-request-id': call.requestId }),
      ...(version === undefined
        ? {}
        : { 'openstack-api-version': `volume ${version}`, vary: 'OpenStack-API-Version' }),
      ...answer.headers,
    },
  };
}

/** No body, as a method of Cinder's that answers nothing. */
export function done(status: number): Answer {
  return { status, bytes: '', contentType: 'application/json' };
}

/** No body, as a method of Cinder's that makes the answer itself. */
export function bare(status: number): Answer {
  return { status, bytes: '', contentType: 'text/html; charset=UTF-8' };
}

/** `policy` as Cinder names it. @throws Refusal 403 */
export function needAdmin({ token }: Call, policy: string): void {
  if (!token.isAdmin) throw new Refusal(403, `Policy doesn't allow ${policy} to be performed.`);
}

/** @throws Refusal 403 where the token has none */
export function projectOf({ token }: Call): string {
  if (token.projectId === undefined) {
    throw new Refusal(403, "Policy doesn't allow volume:get_all to be performed.");
  }
  return token.projectId;
}

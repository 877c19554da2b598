import type { Answer, Call, Route, Token } from '../../http/call.ts';
import { Refusal } from '../../http/refusal.ts';
import { badRequest, forbidden } from '../refuse.ts';
import type { Asker } from './attributes.ts';
import { bodiesOf, readChange, readNew } from './body.ts';
import { findVisible, owns } from './kind.ts';
import type { Kind } from './kind.ts';
import { fieldsOf, listOf } from './list.ts';
import { guard } from './policy.ts';
import type { Body } from './thing.ts';

type Owned = { readonly id: string; readonly projectId: string };

/** List, show, create, update and delete, as far as the kind has them. */
export function routesOf<Each extends Owned>(kind: Kind<Each>): Route[] {
  const { path } = kind;
  const one = `${path}/:id`;
  const all: (Route | undefined)[] = [
    { method: 'GET', path, handle: (call) => ok(listOf(kind, call)) },
    { method: 'GET', path: one, handle: (call) => ok(shown(kind, call)) },
    kind.create && { method: 'POST', path, handle: (call) => made(kind, call) },
    kind.update && { method: 'PUT', path: one, handle: (call) => ok(changed(kind, call)) },
    kind.remove && { method: 'DELETE', path: one, handle: (call) => removed(kind, call) },
  ];
  const routes = all.filter((route) => route !== undefined);
  return [...routes, ...otherMethods(routes, [path, one])];
}

/** A path that is there, in a way that it does not take. */
function otherMethods(routes: readonly Route[], paths: readonly string[]): Route[] {
  return paths.flatMap((path) =>
    ['POST', 'PUT', 'PATCH', 'DELETE']
      .filter((method) => !routes.some((each) => each.path === path && each.method === method))
      .map((method) => ({ method, path, handle: refuseMethod })),
  );
}

function refuseMethod(): never {
  throw new Refusal(
    405,
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    'HTTPMethodNotAllowed',
  );
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

function shown<Each extends Owned>(kind: Kind<Each>, call: Call): unknown {
  const thing = findVisible(kind, idOf(call), call.token);
  return { [kind.one]: fieldsOf(kind.view(thing, call.token), call.query) };
}

function made<Each extends Owned>(kind: Kind<Each>, call: Call): Answer {
  const { token } = call;
  const { bodies, bulk } = bodiesOf(call.json, kind);
  const read = bodies.map((body) => readNew(body, kind.attributes, token));
  for (const body of read) {
    kind.beforeCreate?.(body, token);
    guard({ ...kind, action: 'create', asker: askerOf(kind, token, body) }, body);
  }
  const things = read.map((body) => kind.create?.(body, call)).filter((each) => each !== undefined);
  const views = things.map((thing) => kind.created?.(thing, token) ?? kind.view(thing, token));
  return { status: 201, body: bulk ? { [kind.many]: views } : { [kind.one]: views[0] } };
}

function changed<Each extends Owned>(kind: Kind<Each>, call: Call): unknown {
  const { token } = call;
  const { bodies } = bodiesOf(call.json, { one: kind.one });
  const body = readChange(bodies[0], kind.attributes);
  const thing = findVisible(kind, idOf(call), token);
  if (!(kind.mayUpdate?.(thing, token) ?? owns(thing, token)))
    throw forbidden(`rule:update_${kind.one}`);
  guard({ ...kind, action: 'update', asker: askerOf(kind, token, thing) }, body);
  checkRevision(call, thing);
  kind.update?.(thing, body, call);
  return { [kind.one]: kind.changed?.(thing, token) ?? kind.view(thing, token) };
}

function removed<Each extends Owned>(kind: Kind<Each>, call: Call): Answer {
  const thing = findVisible(kind, idOf(call), call.token);
  if (!(kind.mayRemove?.(thing, call.token) ?? owns(thing, call.token)))
    throw forbidden(`rule:delete_${kind.one}`);
  checkRevision(call, thing);
  kind.remove?.(thing, call);
  return { status: 204 };
}

/** `If-Match: revision_number=3` */
function checkRevision({ headers }: Call, thing: object): void {
  const match = headers['if-match'];
  if (match === undefined || !('revision' in thing)) return;
  const asked = /^"?revision_number=(\d+)"?$/.exec(match)?.[1];
  if (asked === undefined) throw badRequest('Invalid value for If-Match header.');
  if (Number(asked) === thing.revision) return;
  const message = `Constrained to ${asked}, but current revision is ${String(thing.revision)}`;
  throw new Refusal(412, message, 'RevisionNumberConstraintFailed');
}

function askerOf<Each extends Owned>(kind: Kind<Each>, token: Token, of: Each | Body): Asker {
  return kind.asker?.(token, of) ?? { token, ownsNetwork: false, sharesNetwork: false };
}

export function idOf({ params }: Call): string {
  return params['id'] ?? '';
}

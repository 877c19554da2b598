import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../clock.ts';
import type { Answer, Call, Route } from '../../http/call.ts';
import { str } from '../../python.ts';
import { invalidInput, missing } from '../refuse.ts';
import { isRecord } from './body.ts';
import type { Kind } from './kind.ts';
import { idOf, ok } from './routes.ts';
import { touch } from './thing.ts';
import type { Thing } from './thing.ts';

/** `/networks/:id/tags`: whoever sees a thing may tag it. */
export function tagRoutes<Each extends Thing>(kind: Kind<Each>, clock: Clock): Route[] {
  const path = `${kind.path}/:id/tags`;
  const one = `${path}/:tag`;
  const find = (call: Call): Tagged => {
    const thing = kind.shelf.get(idOf(call));
    if (thing !== undefined && kind.visible(thing, call.token)) return { thing, clock };
    const message = `Resource ${kind.many} ${idOf(call)} could not be found.`;
    throw missing('TagResourceNotFound', message);
  };
  return [
    { method: 'GET', path, handle: (call) => ok({ tags: find(call).thing.tags }) },
    {
      method: 'PUT',
      path,
      handle(call) {
        const tags = tagsOf(call.json);
        set(find(call), tags);
        return ok({ tags });
      },
    },
    {
      method: 'DELETE',
      path,
      handle: (call) => done(204, () => set(find(call), [])),
    },
    { method: 'GET', path: one, handle: (call) => done(204, () => checkHas(find(call), call)) },
    {
      method: 'PUT',
      path: one,
      handle: (call) => ({ ...done(201, () => add(find(call), call)), body: null }),
    },
    { method: 'DELETE', path: one, handle: (call) => done(204, () => drop(find(call), call)) },
  ];
}

interface Tagged {
  readonly thing: Thing;
  readonly clock: Clock;
}

function done(status: number, work: () => void): Answer {
  work();
  return { status };
}

function set({ thing, clock }: Tagged, tags: readonly string[]): void {
  const sorted = tags.toSorted();
  if (isDeepStrictEqual(thing.tags, sorted)) return;
  thing.tags = sorted;
  touch(thing, clock);
}

function add(tagged: Tagged, call: Call): void {
  const tag = tagOf(call);
  if (!tagged.thing.tags.includes(tag)) set(tagged, [...tagged.thing.tags, tag]);
}

function drop(tagged: Tagged, call: Call): void {
  checkHas(tagged, call);
  set(
    tagged,
    tagged.thing.tags.filter((each) => each !== tagOf(call)),
  );
}

function checkHas({ thing }: Tagged, call: Call): void {
  const tag = tagOf(call);
  if (!thing.tags.includes(tag)) throw missing('TagNotFound', `Tag ${tag} could not be found.`);
}

function tagOf({ params }: Call): string {
  return params['tag'] ?? '';
}

function tagsOf(json: unknown): string[] {
  if (!isRecord(json) || json['tags'] === undefined) throw invalidInput('Invalid tags body');
  const { tags } = json;
  if (!Array.isArray(tags)) throw invalidInput(`'${str(tags)}' is not a list`);
  const seen = new Set<string>();
  for (const tag of tags) {
    if (typeof tag !== 'string') throw invalidInput(`'${str(tag)}' is not a valid string`);
    if (tag.length > 255) throw invalidInput(`'${tag}' exceeds maximum length of 255`);
    if (seen.has(tag)) throw invalidInput(`Duplicate items in the list: '${tag}'`);
    seen.add(tag);
  }
  return [...seen];
}

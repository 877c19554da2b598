import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';

/** What all of Neutron's resources with «standard attributes» have. */
export interface Thing {
  readonly id: string;
  readonly projectId: string;
  name: string;
  description: string | null;
  tags: string[];
  /** As it is answered: a date is costly to write, and lists are long. */
  readonly createdAt: string;
  updatedAt: string;
  revision: number;
}

export type View = Readonly<Record<string, unknown>>;
/** A body that has been read: defaults filled in, unknown attributes refused. */
export type Body = Readonly<Record<string, unknown>>;

export function newThing(clock: Clock, body: Body, revision = 1): Thing {
  const now = stamp(clock.now());
  return {
    id: randomUUID(),
    projectId: body['project_id'] as string,
    name: (body['name'] as string | undefined) ?? '',
    description: (body['description'] as string | undefined) ?? '',
    tags: [],
    createdAt: now,
    updatedAt: now,
    revision,
  };
}

/** It has changed. */
export function touch(thing: Thing, clock: Clock): void {
  thing.updatedAt = stamp(clock.now());
  thing.revision += 1;
}

/** The attributes at the end of every view. */
export function standardView(thing: Thing): View {
  return {
    description: thing.description,
    tags: thing.tags,
    created_at: thing.createdAt,
    updated_at: thing.updatedAt,
    revision_number: thing.revision,
    project_id: thing.projectId,
  };
}

function stamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What a body says, by the names that a thing has for it. */
export function renamed(
  body: Body,
  names: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(names)
      .filter(([attribute]) => body[attribute] !== undefined)
      .map(([attribute, name]) => [name, body[attribute]]),
  );
}

/** Takes over what a body says: a new revision, even where nothing differs. Answers whether it said anything. */
export function change(
  thing: Thing,
  clock: Clock,
  values: Readonly<Record<string, unknown>>,
): boolean {
  if (Object.keys(values).length === 0) return false;
  Object.assign(thing, values);
  touch(thing, clock);
  return true;
}

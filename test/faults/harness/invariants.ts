import { text } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { linesOf } from './inventory.ts';
import { silenceOf, withoutSpeaking } from './silence.ts';
import { partsOf } from './server-parts.ts';

export interface Clouds {
  readonly source: Inventory;
  readonly destination: Inventory;
}

/** How a server ended, as the report says. */
export interface Ended {
  readonly name: string;
  readonly outcome: string | undefined;
  readonly error: string | undefined;
}

/** How a migration ended. */
export interface End {
  readonly servers: readonly Ended[];
  readonly status: string;
  /** Why it failed as a whole. */
  readonly error: string | undefined;
  /** What of the meta-resources could not be copied, and why. */
  readonly items: readonly string[];
  /** The clouds share a segment. */
  readonly shared: boolean;
}

const IN_DESTINATION = new Set(['migrated', 'reused', 'retire-failed']);

/** What must hold whenever a migration has ended, well or not. Answers what does not. */
export function violations(before: Clouds, after: Clouds, end: End): string[] {
  const { servers, status, error } = end;
  return [
    ...(status === 'completed' || error ? [] : [`the report does not say why it ended ${status}`]),
    ...sourceChanges(before, after, end),
    ...doubles(after.destination),
    ...leftovers(before, after, servers),
    ...foreignChanges(before, after),
    ...servers
      .filter(({ outcome, error }) => !IN_DESTINATION.has(outcome ?? '') && !error)
      .map(({ name, outcome }) => `the report does not say why ${name} ended ${outcome}`),
  ];
}

function sourceChanges(before: Clouds, after: Clouds, { servers, shared }: End): string[] {
  // These two say that a person is needed: the source stands half-way until the next try.
  const whole = servers.filter(
    ({ outcome }) => outcome !== 'retire-failed' && outcome !== 'compensation-failed',
  );
  const seen = (all: Inventory) => linesOf(shared ? withoutSpeaking(all) : all, all);
  const lines =
    whole.length < servers.length ? [] : difference(seen(before.source), seen(after.source));
  return [
    ...(shared ? silenceOf(before.source, after.source, whole) : []),
    ...lines.map((line) => `the source changed: ${line}`),
    ...whole.flatMap((server) => sourceState(before.source, after.source, server)),
  ];
}

/** Retired where it has moved, else as it was. */
function sourceState(before: Inventory, after: Inventory, { name, outcome }: Ended): string[] {
  const was = byName(before, name);
  const is = byName(after, name);
  const moved = outcome === 'migrated' || outcome === 'reused';
  const expected = moved ? 'SHUTOFF' : text(was?.['status']);
  const found: string[] = [];
  if (is?.['status'] !== expected) {
    found.push(`source ${name} (${outcome}) is ${text(is?.['status'])} instead of ${expected}`);
  }
  if (is?.['OS-EXT-STS:task_state'] !== null) found.push(`source ${name} has a task under way`);
  if (is?.['locked'] !== was?.['locked']) found.push(`source ${name} has another lock`);
  return found;
}

/** Each source resource has at most one copy. */
function doubles(destination: Inventory): string[] {
  const seen = new Map<string, number>();
  for (const [kind, items] of Object.entries(destination)) {
    for (const each of items) {
      const source = sourceOf(each);
      if (source !== undefined) {
        seen.set(`${kind} of ${source}`, (seen.get(`${kind} of ${source}`) ?? 0) + 1);
      }
    }
  }
  return [...seen].filter(([, count]) => count > 1).map(([what, count]) => `${count} × ${what}`);
}

function leftovers(before: Clouds, after: Clouds, servers: readonly Ended[]): string[] {
  return [
    ...servers.flatMap((server) => copiesOf(before.source, after.destination, server)),
    ...servers.flatMap((server) => partsLeft(before.source, after.destination, server)),
    ...operatorsTraces(before.destination, after.destination),
  ];
}

function copiesOf(source: Inventory, destination: Inventory, { name, outcome }: Ended): string[] {
  const id = text(byName(source, name)?.['id']);
  const copies = (destination['server'] ?? []).filter((each) => sourceOf(each) === id);
  const wanted = IN_DESTINATION.has(outcome ?? '') ? 1 : 0;
  const wrong = outcome !== 'compensation-failed' && copies.length !== wanted;
  const open = copies.some((copy) => isMarked(copy, 'pumphouse:unfinished', 'pumphouse:verified'));
  return [
    ...(wrong ? [`${name} (${outcome}) has ${copies.length} copies`] : []),
    ...(open && outcome === 'migrated' ? [`the copy of ${name} is marked as not finished`] : []),
  ];
}

/** What was made for a server alone is gone on the way back. */
function partsLeft(source: Inventory, destination: Inventory, { name, outcome }: Ended): string[] {
  if (outcome !== 'compensated') return [];
  const { ports, addresses, trunks } = partsOf(source, name);
  const ids = new Set([...ports, ...addresses, ...trunks].map((each) => text(each['id'])));
  return ['port', 'floating-ip', 'trunk'].flatMap((kind) =>
    (destination[kind] ?? [])
      .filter((each) => ids.has(sourceOf(each) ?? ''))
      .map((each) => `${name} (${outcome}) has left ${kind} ${text(each['id'])}`),
  );
}

/** What the operator was lent for the time: a role in the project, the owner's key. */
function operatorsTraces(before: Inventory, after: Inventory): string[] {
  const found: string[] = [];
  if (JSON.stringify(after['project']).includes('pumphouse:operator=')) {
    found.push('a project names an operator still');
  }
  const admin = text(byName(after, 'admin', 'user')?.['id']);
  const roles = assignmentsOf(admin, after) - assignmentsOf(admin, before);
  if (roles > 0) found.push(`${roles} role assignments of the operator are left`);
  if ((after['keypair'] ?? []).some((key) => key['owner'] === admin)) {
    found.push("the operator's keypair is left");
  }
  return found;
}

function assignmentsOf(user: string, { assignment = [] }: Inventory): number {
  return assignment.filter((each) => JSON.stringify(each['user'] ?? {}).includes(user)).length;
}

/** What was in the destination before is as it was. */
function foreignChanges(before: Clouds, after: Clouds): string[] {
  const was = linesOf(before.destination);
  const is = new Set(linesOf(after.destination));
  return was.filter((line) => !is.has(line)).map((line) => `others' resource changed: ${line}`);
}

export function difference(wanted: readonly string[], found: readonly string[]): string[] {
  const has = new Set(found);
  const wants = new Set(wanted);
  return [
    ...wanted.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...found.filter((line) => !wants.has(line)).map((line) => `+ ${line}`),
  ];
}

function byName(inventory: Inventory, name: string, kind = 'server') {
  return inventory[kind]?.find((each) => each['name'] === name);
}

function isMarked(each: Readonly<Record<string, unknown>>, ...tags: readonly string[]): boolean {
  const all: unknown = each['tags'];
  return Array.isArray(all) && tags.some((tag) => all.includes(tag));
}

/** The source id in a thing's mark, wherever it carries it. */
function sourceOf(each: Readonly<Record<string, unknown>>): string | undefined {
  const property = text(each['pumphouse_source_id']);
  if (property !== '') return property;
  const tags = Array.isArray(each['tags']) ? (each['tags'] as unknown[]) : [];
  return [...tags, each['description']]
    .map((words) => /pumphouse:source=([\w-]+)/.exec(text(words))?.[1])
    .find((id) => id !== undefined);
}

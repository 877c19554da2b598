import { BlockedError } from '../errors/migration.ts';
import { isAnyMeant, isMeant, isPattern } from '../model/pattern.ts';
import type { Concern } from '../model/concern.ts';
import type { ResourceWords, Spec } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { collect } from '../resources/collect.ts';
import { KINDS, kindOf } from '../resources/registry.ts';
import { isServerStage } from '../resources/resource-kind.ts';
import type { Resource, ResourceKind } from '../resources/resource-kind.ts';
import { listOwnAssignments } from '../resources/role-assignment/api.ts';
import { roleAssignment } from '../resources/role-assignment/index.ts';
import type { RoleAssignment } from '../resources/role-assignment/schema.ts';
import type { Root } from './closure.ts';
import { idleExclusion } from './idle-words.ts';
import type { IdleWord } from './idle-words.ts';
import { ownRights } from './own-rights.ts';
import { answers, holdLine } from './resource-words.ts';
import type { SelectedProject } from './selection.ts';

/** What a spec asks for besides its servers: all meta-resources, or what belongs to its projects as such. */
export async function otherRoots(
  source: Cloud,
  spec: Spec,
  selected: readonly SelectedProject[],
): Promise<Roots> {
  const { roots, own } = await ofProjects(source, selected);
  if (spec.strategy !== 'all') return { roots, concerns: ownRights(source, own) };
  const all = await allOf(source, spec);
  return {
    roots: [...roots, ...all.roots],
    concerns: [...all.concerns, ...ownRights(source, [...own, ...all.own])],
  };
}

interface Roots {
  readonly roots: readonly Root[];
  /** Of words that mean nothing, mistyped, mostly; and of what is left out. */
  readonly concerns: readonly Concern[];
}

interface Found {
  readonly roots: readonly Root[];
  /** Role assignments of the operator's own, which are carried by nobody. */
  readonly own: readonly RoleAssignment[];
}

async function ofProjects(source: Cloud, selected: readonly SelectedProject[]): Promise<Found> {
  const kinds = KINDS.filter((kind) => kind.comesWithProject === true);
  const roots: Root[] = [];
  const own: RoleAssignment[] = [];
  for (const { project } of selected.filter(({ whole }) => whole)) {
    roots.push({ kind: kindOf('project'), resource: project });
    for (const kind of kinds) {
      for await (const resource of kind.list(source, { project: project.id })) {
        roots.push({ kind, resource });
      }
    }
    own.push(...(await collect(listOwnAssignments(source, { project: project.id }))));
  }
  return { roots, own };
}

/** @throws BlockedError where a word of the spec names no kind */
function requireKinds(words: readonly ResourceWords[]): void {
  const names = KINDS.map(({ kind }) => kind);
  const unknown = words
    .flatMap(({ kind }) => kind ?? [])
    .find((word) => !names.some((name) => isMeant(word, name)));
  if (unknown === undefined) return;
  throw new BlockedError(
    `include, exclude: there is no kind ${unknown}: the kinds are ${names.join(', ')}.`,
  );
}

/** Of the kinds that are copied with a server, those that no server has. */
async function allOf(
  source: Cloud,
  { include, exclude = [] }: Spec,
): Promise<Roots & Pick<Found, 'own'>> {
  requireKinds([...(include ?? []), ...exclude]);
  const projects = await projectNames(source, [...(include ?? []), ...exclude]);
  const idle = new Set(include);
  const excluded = exclude.map((words, index) => holdLine(`exclude[${index}]`, words));
  const wanted = (kind: ResourceKind, resource: Resource): boolean => {
    const candidate = { kind, resource, projects };
    const meant = include?.filter((words) => answers(words, candidate));
    for (const words of meant ?? []) idle.delete(words);
    // Each line is asked: what one leaves out may be meant by another, too.
    const isOut = excluded.map((line) => line.see(candidate)).includes(true);
    return meant?.length !== 0 && !isOut;
  };
  const roots: Root[] = [];
  const own: RoleAssignment[] = [];
  for (const kind of KINDS.filter((each) => mayMatch(each, include))) {
    if (kind.kind === roleAssignment.kind) {
      const all = listOwnAssignments(source, {});
      own.push(...(await collect(all, (resource) => wanted(kind, resource))));
    }
    for await (const resource of kind.list(source, {})) {
      if (isServerStage(kind, resource) || isNobodys(kind, resource)) continue;
      if (!wanted(kind, resource)) continue;
      roots.push({ kind, resource, found: true });
    }
  }
  const concerns = (include ?? []).flatMap((words, index) =>
    idle.has(words) ? [idleInclude(index, words, source.name)] : [],
  );
  const left = excluded.flatMap(({ idle: idleOf }) => idleOf());
  const never = neverTaken(exclude, include);
  const told = [...never, ...left].map((each) => idleLine(each, source.name));
  return { roots, concerns: [...concerns, ...told], own };
}

/** Kinds that no strategy takes: servers, and what only comes along with others. */
function neverTaken(lines: readonly ResourceWords[], include: Spec['include']): IdleWord[] {
  const taken = KINDS.filter((each) => mayMatch(each, include) || mayMatch(each, undefined));
  return lines.flatMap(({ kind: words = [] }, index) =>
    words
      .filter((word) => !taken.some(({ kind }) => isMeant(word, kind)))
      .map((word) => ({ place: `exclude[${index}].kind`, word, near: undefined })),
  );
}

function idleLine(word: IdleWord, cloud: string): Concern {
  const concern = idleExclusion(word, `strategy: all takes nothing from ${cloud} that it means`);
  const remedy = `${concern.remedy} Servers, and what only they have, are left out by select.exclude.`;
  return { ...concern, remedy };
}

function idleInclude(index: number, words: ResourceWords, cloud: string): Concern {
  const { kind: [kind = ''] = [] } = words;
  const known = kind === '' || isPattern(kind) ? '' : ` --kind ${kind}`;
  return {
    severity: 'warning',
    code: 'idle-include',
    subject: `include[${index}]`,
    message: `include[${index}] takes nothing: ${cloud} has nothing that all its words mean.`,
    remedy: `See what there is with \`pumphouse inventory ${cloud}${known}\`, or take the line out. Servers, and what only they have, are chosen by \`select\`.`,
  };
}

/** Neutron makes such for itself (the networks of HA routers, with their subnets): a copy of the router has its own. */
function isNobodys(kind: ResourceKind, resource: Resource): boolean {
  return kind.project?.(resource) === '';
}

/** Whether to list the kind at all. Of servers, none is copied by a strategy. */
function mayMatch({ kind, comesAlong }: ResourceKind, include: Spec['include']): boolean {
  if (kind === 'server') return false;
  const any = comesAlong !== true;
  return (
    include?.some((words) => (words.kind === undefined ? any : isAnyMeant(words.kind, [kind]))) ??
    any
  );
}

async function projectNames(
  source: Cloud,
  words: readonly ResourceWords[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  if (words.every(({ project }) => project === undefined)) return names;
  for await (const { id, name } of kindOf('project').list(source, {})) names.set(id, name);
  return names;
}

import { BlockedError } from '../errors/migration.ts';
import type { Concern } from '../model/concern.ts';
import { groupBy } from '../model/group-by.ts';
import { isAnyMeant, isMeant, isPattern } from '../model/pattern.ts';
import type { Selection, Spec } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { collect } from '../resources/collect.ts';
import { project as projectKind } from '../resources/project/index.ts';
import type { Project } from '../resources/project/schema.ts';
import { server as serverKind } from '../resources/server/index.ts';
import { nicTagsOf } from '../resources/server/nic-tags.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { CLOUD_REQUESTS, mapBounded } from './bounded.ts';
import { holdWords, idleExclusion, idleSelection } from './idle-words.ts';
import type { IdleWord } from './idle-words.ts';
import { nameImages, testServer } from './server-words.ts';
import type { ServerTest } from './server-words.ts';

export interface SelectedProject {
  readonly project: Project;
  readonly servers: readonly ServerResource[];
  /** Named by itself, and narrowed by nothing: what belongs to a project as such comes along. */
  readonly whole: boolean;
}

export interface Narrow {
  /** The source id of one that the spec selects. */
  readonly project?: string | undefined;
  /** Source ids of servers. */
  readonly only?: readonly string[] | undefined;
  /** With `only`: what is wanted for itself, not for a server, all the same. */
  readonly others?: boolean | undefined;
}

export interface Selected {
  readonly projects: readonly SelectedProject[];
  /** Of words that mean nothing. Not where one project is looked at: they may mean something in another. */
  readonly concerns: readonly Concern[];
}

/**
 * The projects and servers a spec selects.
 * @throws BlockedError where a word of the spec names nothing, or too much
 */
export async function selectServers(
  source: Cloud,
  spec: Spec,
  narrow: Narrow = {},
): Promise<Selected> {
  const { select } = spec;
  if (select === undefined) return { projects: [], concerns: [] };
  const projects = await projectsOf(source, select, narrow);
  const test = testServer(select, await nameImages(source, select));
  const selected = await selectIn(source, { select, projects, test, narrow });
  // A retry names its servers itself; others may be migrated and gone.
  if (narrow.project === undefined && narrow.only === undefined) requireAll(source, select, test);
  return { projects: selected, concerns: await idleConcerns(source, { select, test, narrow }) };
}

/** Once the servers have been tested. */
async function idleConcerns(
  source: Cloud,
  { select, test, narrow }: Omit<Search, 'projects'>,
): Promise<Concern[]> {
  if (narrow.project !== undefined) return [];
  const where = select.projects === undefined ? '' : ' in the selected projects';
  const what = `no server of ${source.name}${where} answers to it`;
  const idle = await idleProjects(source, select);
  return [
    ...idle.map((each) =>
      idleExclusion(each, `${source.name} has no such project`, severityOf(each, narrow)),
    ),
    ...test.idleExclusions().map((each) => idleExclusion(each, what, severityOf(each, narrow))),
    ...test.idleSelections().map((each) => idleSelection(each, what)),
  ];
}

/** Hosts are drained, and a retry names its servers itself: there, an exclusion that leaves nothing out is no sure mistake. */
function severityOf({ place }: IdleWord, { only }: Narrow): 'blocker' | 'warning' {
  return only !== undefined || place === 'select.exclude.hosts' ? 'warning' : 'blocker';
}

/** Words of `select.exclude.projects` that name none, selected or not. */
async function idleProjects(source: Cloud, { exclude }: Selection): Promise<IdleWord[]> {
  if (exclude?.projects === undefined) return [];
  const words = holdWords('select.exclude.projects', exclude.projects);
  for await (const { id, name } of projectKind.list(source, {})) words.see([id, name]);
  return words.idle();
}

interface Search {
  readonly select: Selection;
  readonly projects: readonly Project[];
  readonly test: ServerTest;
  readonly narrow: Narrow;
}

async function selectIn(
  source: Cloud,
  { select, projects, test, narrow }: Search,
): Promise<SelectedProject[]> {
  const wanted = (server: ServerResource): boolean =>
    test.matches(server) && (narrow.only?.includes(server.id) ?? true);
  const whole = isWhole(select);
  if (select.projects !== undefined || narrow.project !== undefined) {
    const selected: SelectedProject[] = [];
    for (const project of projects) {
      const servers = await serversOf(source, { project: project.id }, wanted);
      if (whole || servers.length > 0) selected.push({ project, servers, whole });
    }
    return selected;
  }
  // All at once: asking each of a thousand projects for a few servers would take longer.
  const servers = await serversOf(source, {}, wanted);
  const byProject = groupBy(servers, ({ projectId }) => projectId);
  return projects.flatMap((project) => {
    const own = byProject.get(project.id);
    return own === undefined ? [] : [{ project, servers: own, whole: false }];
  });
}

/** What costs a call a server is asked for those that are wanted. */
async function serversOf(
  source: Cloud,
  scope: { readonly project?: string },
  wanted: (server: ServerResource) => boolean,
): Promise<ServerResource[]> {
  const servers = await collect(serverKind.list(source, { ...scope, brief: true }), wanted);
  return mapBounded(servers, CLOUD_REQUESTS, async (server) => ({
    ...server,
    nicTags: await nicTagsOf(source, server.id),
  }));
}

async function projectsOf(source: Cloud, select: Selection, narrow: Narrow): Promise<Project[]> {
  if (narrow.project === undefined) {
    return chooseProjects(source, select, await collect(projectKind.list(source, {})));
  }
  const one = await projectKind.get(source, narrow.project);
  if (one === undefined) return [];
  const { projects = [one.id] } = select;
  // A retry may have brought a spec that no longer means it.
  return isAnyMeant(projects, [one.id, one.name]) && !isExcluded(select, one) ? [one] : [];
}

function isExcluded({ exclude }: Selection, { id, name }: Project): boolean {
  return isAnyMeant(exclude?.projects ?? [], [id, name]);
}

/** Nothing but exclusions takes from it. */
export function isWhole({ projects, exclude: _exclude, ...narrowing }: Selection): boolean {
  return projects !== undefined && Object.values(narrowing).every((words) => words === undefined);
}

function chooseProjects(source: Cloud, select: Selection, all: readonly Project[]): Project[] {
  const { projects } = select;
  const chosen =
    projects === undefined
      ? all
      : [...new Set(projects)].flatMap((word) => meant(source, word, all));
  return [...new Set(chosen)].filter((project) => !isExcluded(select, project));
}

function meant(source: Cloud, word: string, all: readonly Project[]): readonly Project[] {
  const byId = all.find((each) => each.id === word);
  if (byId !== undefined) return [byId];
  const named = all.filter((each) => isMeant(word, each.name));
  if (named.length === 0) {
    throw new BlockedError(
      `select.projects: ${source.name} has no project ${word} (of ${all.length} that this login sees).`,
    );
  }
  if (named.length > 1 && !isPattern(word)) {
    throw new BlockedError(
      `select.projects: ${source.name} has ${named.length} projects ${word}: say the id (${named.map((each) => each.id).join(', ')}).`,
    );
  }
  return named;
}

function requireAll(source: Cloud, { projects }: Selection, { unmatched }: ServerTest): void {
  const missing = unmatched();
  if (missing.length === 0) return;
  const where = projects === undefined ? '' : ' in the selected projects';
  throw new BlockedError(
    `select.servers: ${source.name} has no server ${missing.join(', ')}${where}. \`pumphouse inventory ${source.name} --kind server\` lists what it has.`,
  );
}

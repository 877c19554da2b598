import { BlockedError } from '../errors/migration.ts';
import type { Spec } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { kindOf } from '../resources/registry.ts';
import type { Resource, ResourceKind } from '../resources/resource-kind.ts';

export interface SelectedProject {
  readonly project: Resource;
  readonly servers: readonly Resource[];
}

/** The projects and servers a spec selects. @throws BlockedError where a word of the spec names nothing, or too much. */
export async function selectServers(
  source: Cloud,
  spec: Spec,
  narrow: {
    readonly project?: string | undefined;
    readonly only?: readonly string[] | undefined;
  } = {},
): Promise<SelectedProject[]> {
  const projects = await selectProjects(source, spec);
  const selected: SelectedProject[] = [];
  const found = new Set<string>();
  for (const project of projects) {
    if (narrow.project !== undefined && project.id !== narrow.project) continue;
    const all = await collect(kindOf('server').list(source, { project: project.id }));
    const servers = all.filter((server) => wanted(spec, server, found));
    const { only } = narrow;
    selected.push({
      project,
      servers: only === undefined ? servers : servers.filter((each) => only.includes(each.id)),
    });
  }
  // A retry names its servers itself; others may be migrated and gone.
  if (narrow.project === undefined && narrow.only === undefined)
    requireAll(source, spec.select.servers ?? [], found, 'select.servers');
  return selected;
}

function wanted(spec: Spec, server: Resource, found: Set<string>): boolean {
  const { servers, exclude } = spec.select;
  const names = [server.id, server.name];
  if (exclude?.servers.some((each) => names.includes(each)) === true) return false;
  if (servers === undefined) return true;
  const matches = servers.filter((each) => names.includes(each));
  for (const each of matches) found.add(each);
  return matches.length > 0;
}

async function selectProjects(source: Cloud, spec: Spec): Promise<Resource[]> {
  const kind: ResourceKind = kindOf('project');
  const all = await collect(kind.list(source, {}));
  return [...new Set(spec.select.projects)].map((wanted) => {
    const byId = all.find((each) => each.id === wanted);
    const named = all.filter((each) => each.name === wanted);
    const project = byId ?? named[0];
    if (project === undefined) {
      throw new BlockedError(
        `select.projects: ${source.name} has no project ${wanted} (of ${all.length} that this login sees).`,
      );
    }
    if (byId === undefined && named.length > 1) {
      throw new BlockedError(
        `select.projects: ${source.name} has ${named.length} projects ${wanted}: say the id (${named.map((each) => each.id).join(', ')}).`,
      );
    }
    return project;
  });
}

function requireAll(
  source: Cloud,
  words: readonly string[],
  found: ReadonlySet<string>,
  where: string,
): void {
  const missing = words.filter((each) => !found.has(each));
  if (missing.length > 0) {
    throw new BlockedError(
      `${where}: ${source.name} has no server ${missing.join(', ')} in the selected projects.`,
    );
  }
}

async function collect<T>(elements: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of elements) all.push(each);
  return all;
}

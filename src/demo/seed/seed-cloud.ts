import type { Cloud } from '../../openstack/cloud.ts';
import type { CloudSeed, FlavorSeed, ProjectSeed } from '../company/cloud-seed.ts';
import { found, make, makeEach } from './make.ts';
import { makeExternal, makeNetworking } from './networks.ts';
import { makeImage } from './images.ts';
import { makeKeypair, makeProject } from './people.ts';
import { makeServer, makeVolume } from './servers.ts';

export interface Login {
  readonly admin: Cloud;
  /** Made up by the caller, who knows them afterwards. */
  readonly passwordOf: (user: string) => string;
  /** A user's own cloud, scoped to the first project he is a member of. */
  readonly as: (user: string) => Promise<Cloud>;
}

/** Fills a fresh cloud as its people would: through its APIs, each thing by its owner. @throws OpenStackError */
export async function seedCloud(login: Login, seed: CloudSeed): Promise<void> {
  const { admin } = login;
  const [external, images, flavors] = await Promise.all([
    makeExternal(admin, seed.external),
    makeEach(seed.images, (image) => makeImage(admin, image, 'public')),
    makeProjects(login, seed),
  ]);
  const whole = { external, images, flavors };
  await Promise.all(seed.projects.map((project) => fillProject(login, project, whole)));
}

/** With their users, and the flavors that they may use. Answers the flavors' ids by name. */
async function makeProjects(
  { admin, passwordOf }: Login,
  { projects: seeds, flavors }: CloudSeed,
): Promise<ReadonlyMap<string, string>> {
  const projects = await makeEach(seeds, (project) => makeProject(admin, project, passwordOf));
  return makeEach(flavors, (flavor) => makeFlavor(admin, flavor, projects));
}

interface Whole {
  readonly flavors: ReadonlyMap<string, string>;
  readonly images: ReadonlyMap<string, string>;
  readonly external: string;
}

async function fillProject(login: Login, project: ProjectSeed, whole: Whole): Promise<void> {
  const users = new Map<string, Cloud>();
  for (const { name } of project.users) users.set(name, await login.as(name));
  const [first = ''] = users.keys();
  const owner = found(users, first);
  await Promise.all([...users].map(([name, user]) => makeKeypair(user, keyOf(name))));
  const [networking, groups, own] = await Promise.all([
    makeNetworking(owner, project, whole.external),
    makeEach(project.serverGroups ?? [], (group) => makeServerGroup(owner, group)),
    makeEach(project.images ?? [], (image) => makeImage(owner, image, 'private')),
  ]);
  const images = new Map([...whole.images, ...own]);
  const volumes = await makeEach(project.volumes ?? [], (volume) =>
    makeVolume(owner, volume, images),
  );
  const parts = { ...whole, ...networking, groups, images, volumes };
  await Promise.all(
    project.servers.map((server) => {
      const name = server.user ?? first;
      return makeServer(found(users, name), server, keyOf(name), parts);
    }),
  );
}

function keyOf(user: string): string {
  return `${user}-key`;
}

/** From 2.64 on a group has one policy, not a list. */
async function makeServerGroup(
  owner: Cloud,
  group: { readonly name: string; readonly policy: string },
): Promise<string> {
  const microversion = '2.64';
  return make(owner, ['compute', '/os-server-groups', 'server_group'], group, { microversion });
}

async function makeFlavor(
  admin: Cloud,
  { id, name, vcpus, ramMb, diskGb, swapMb = 0, projects, extraSpecs }: FlavorSeed,
  projectIds: ReadonlyMap<string, string>,
): Promise<string> {
  await make(admin, ['compute', '/flavors', 'flavor'], {
    id,
    name,
    vcpus,
    ram: ramMb,
    disk: diskGb,
    swap: swapMb,
    'os-flavor-access:is_public': projects === undefined,
  });
  const path = `/flavors/${id}`;
  if (extraSpecs !== undefined) {
    const body = { extra_specs: extraSpecs };
    await admin.call('compute', { method: 'POST', path: `${path}/os-extra_specs`, body });
  }
  for (const project of projects ?? []) {
    const body = { addTenantAccess: { tenant: found(projectIds, project) } };
    await admin.call('compute', { method: 'POST', path: `${path}/action`, body });
  }
  return id;
}

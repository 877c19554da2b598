import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectServers } from '../../src/activities/selection.ts';
import { makePlan } from '../../src/activities/make-plan.ts';
import { planMigration } from '../../src/activities/plan-migration.ts';
import { planProject } from '../../src/activities/plan-project.ts';
import type { Plan } from '../../src/model/plan.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Spec } from '../../src/model/spec.ts';
import { collect } from '../../src/resources/collect.ts';
import { floatingIp } from '../../src/resources/floating-ip/index.ts';
import { project } from '../../src/resources/project/index.ts';
import { role } from '../../src/resources/role/index.ts';
import { server as serverKind } from '../../src/resources/server/index.ts';
import type { ServerResource } from '../../src/resources/server/schema.ts';
import { copyToLab } from './copy-to-lab.ts';
import { makeImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import {
  externalNetwork,
  makeExternal,
  makeGround,
  makeNeutron,
  makeWayOut,
} from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';
import { makeServer, makeSourceServer } from './server-lab.ts';

let lab: Lab;
/** With tags, metadata, an image of its own and networks. */
let rich: ServerResource;
/** In the same project, with neither. */
let plain: ServerResource;
/** An image that no server needs. */
let spare: string;

beforeAll(async () => {
  lab = await openLab();
  const { source, run } = lab;
  rich = await existing(serverKind, source, await makeSourceServer(lab));
  spare = await makeImage(lab, source, { name: `${run}-spare`, owner: rich.projectId });
  const flavorRef = rich.flavorId;
  const server = { name: `${run}-plain`, flavorRef, imageRef: spare, networks: 'none' };
  const id = await makeServer(lab, source.inProject(rich.projectId), { server });
  plain = await existing(serverKind, source, id);
}, 240_000);
afterAll(() => lab?.end());

function specOf(words: object): Spec {
  return specSchema.parse({ name: lab.run, source: 'src', destination: 'dst', ...words });
}

async function selected(select: object): Promise<string[]> {
  const { projects } = await selectServers(lab.source, specOf({ select }));
  return projects.flatMap(({ servers }) => servers.map(({ name }) => name)).toSorted();
}

test('words that select nothing are told, and those that take nothing', async () => {
  const codes = async (words: object): Promise<string[]> => {
    const { concerns } = await makePlan(specOf(words), lab);
    return concerns.map(({ code, subject }) => `${code} ${subject}`);
  };
  const projects = [rich.projectId];
  expect(await codes({ select: { projects, statuses: ['SHUTOF'] } })).toContain(
    `nothing-selected ${lab.run}`,
  );
  const typo = { kind: ['flavor'], name: [`${lab.run}-typo*`] };
  const include = [{ kind: ['image'], id: [spare] }, typo];
  expect(await codes({ strategy: 'all', include })).toEqual(
    expect.arrayContaining(['idle-include include[1]']),
  );
  expect(
    await codes({ strategy: 'all', include: [{ kind: ['image'], id: [spare] }] }),
  ).not.toContain('idle-include include[0]');
});

test('an exclusion that leaves nothing out is a blocker, and a word that chooses nothing a warning', async () => {
  const told = async (words: object) => {
    const { concerns } = await makePlan(specOf(words), lab);
    return concerns.filter(({ code }) => code === 'idle-exclusion' || code === 'idle-selection');
  };
  const projects = [rich.projectId];
  const typo = `${lab.run}-plian`;
  const exclude = { servers: [typo], tags: ['gold'], projects: ['nosuch'] };
  expect(await told({ select: { projects, exclude } })).toMatchObject([
    {
      severity: 'blocker',
      subject: 'select.exclude.projects',
      message: 'select.exclude.projects: nosuch leaves nothing out: src has no such project.',
    },
    {
      severity: 'blocker',
      subject: 'select.exclude.servers',
      message: expect.stringContaining(`select.exclude.servers: ${typo} leaves nothing out`),
      remedy: expect.stringContaining(`Did you mean ${plain.name}?`),
    },
  ]);
  expect(await told({ select: { projects, tags: ['gold', 'nosuch'] } })).toMatchObject([
    { severity: 'warning', subject: 'select.tags', code: 'idle-selection' },
  ]);
  const lines = [
    { kind: ['image'], name: [`${lab.run}-spar`] },
    { kind: ['image'], id: [spare] },
    { kind: ['server'], name: [plain.name] },
  ];
  const include = [{ kind: ['image'] }];
  expect(await told({ strategy: 'all', include, exclude: lines })).toMatchObject([
    { severity: 'blocker', subject: 'exclude[2].kind' },
    {
      severity: 'blocker',
      subject: 'exclude[0].name',
      remedy: expect.stringContaining(`Did you mean ${lab.run}-spare?`),
    },
    { severity: 'blocker', subject: 'exclude[2].name' },
  ]);
});

test('a state that no server is in leaves nothing out, and is no mistake; of a host it is a warning', async () => {
  const statuses = ['ERROR', 'shelved*', 'Verify_Resize', 'ERORR'];
  const select = { projects: [rich.projectId], exclude: { statuses, hosts: ['drained-1'] } };
  const { concerns } = await makePlan(specOf({ select }), lab);
  expect(concerns.filter(({ code }) => code === 'idle-exclusion')).toMatchObject([
    { severity: 'warning', subject: 'select.exclude.hosts' },
    {
      severity: 'blocker',
      subject: 'select.exclude.statuses',
      message: expect.stringContaining('ERORR leaves nothing out'),
    },
  ]);
});

test('an exclusion that leaves nothing out holds up no servers that are tried again, and is not asked of one project', async () => {
  const projects = [rich.projectId];
  const exclude = { tags: ['nosuch', 'gold'], projects: ['gone'] };
  const spec = specOf({ select: { projects, exclude } });
  const { concerns } = await planMigration(spec, lab, { only: [plain.id] });
  expect(concerns.filter(({ code }) => code === 'idle-exclusion')).toMatchObject([
    { severity: 'warning', subject: 'select.exclude.projects' },
    { severity: 'warning', subject: 'select.exclude.tags' },
  ]);
  // What it excludes may be in another project.
  const own = await planProject(spec, lab, { project: rich.projectId }, []);
  expect(own.concerns.filter(({ code }) => code === 'idle-exclusion')).toEqual([]);
});

const kinds = ({ items }: Plan): string[] => [...new Set(items.map(({ kind }) => kind))];
const keys = ({ items }: Plan): string[] => items.map(({ key }) => key);

describe('a selection', () => {
  test('by project takes all servers of it', async () => {
    expect(await selected({ projects: [rich.projectId] })).toEqual([rich.name, plain.name]);
    expect(await selected({ projects: [lab.run] })).toEqual([rich.name, plain.name]);
    expect(await selected({ projects: [`${lab.run}*`] })).toEqual([rich.name, plain.name]);
  });

  test('by server takes ids, names and patterns from all projects', async () => {
    expect(await selected({ servers: [rich.id] })).toEqual([rich.name]);
    expect(await selected({ servers: [plain.name, rich.id] })).toEqual([rich.name, plain.name]);
    expect(await selected({ servers: [`${lab.run}-pl*`] })).toEqual([plain.name]);
  });

  test('by tag, metadata, image, network, host and status', async () => {
    const projects = [rich.projectId];
    expect(await selected({ projects, tags: ['gold'] })).toEqual([rich.name]);
    expect(await selected({ projects, metadata: { role: 'w*' } })).toEqual([rich.name]);
    expect(await selected({ projects, metadata: { role: 'db' } })).toEqual([]);
    expect(await selected({ projects, images: [`${lab.run}-spare`] })).toEqual([plain.name]);
    expect(await selected({ projects, images: [rich.imageId ?? ''] })).toEqual([rich.name]);
    const [network = ''] = Object.keys(rich.addresses);
    expect(await selected({ projects, networks: [network] })).toEqual([rich.name]);
    expect(await selected({ projects, networks: [rich.ports[0]?.network_id] })).toEqual([
      rich.name,
    ]);
    expect(rich.host).not.toBeNull();
    expect(await selected({ servers: [rich.id], hosts: [rich.host] })).toEqual([rich.name]);
    expect(await selected({ projects, hosts: ['no-such-host'] })).toEqual([]);
    expect(await selected({ projects, statuses: ['active'] })).toEqual([rich.name, plain.name]);
    expect(await selected({ projects, statuses: ['SHUTOFF'] })).toEqual([]);
  });

  test('leaves out what any key of exclude matches', async () => {
    const projects = [rich.projectId];
    expect(await selected({ projects, exclude: { tags: ['gold'] } })).toEqual([plain.name]);
    expect(await selected({ projects, exclude: { servers: ['*'] } })).toEqual([]);
    expect(await selected({ servers: [`${lab.run}*`], exclude: { projects } })).toEqual([]);
  });

  test('whose word means no server, or no project, is refused', async () => {
    await expect(selected({ servers: [rich.id, 'web-9?'] })).rejects.toThrow(
      'select.servers: src has no server web-9?.',
    );
    await expect(selected({ projects: ['acme-9?'] })).rejects.toThrow('has no project acme-9?');
  });
});

describe('a plan', () => {
  test('of one server has nothing that it does not need', async () => {
    const plan = await makePlan(specOf({ select: { servers: [plain.id] } }), lab);
    const needed = [
      'domain/default',
      `project/${plain.projectId}`,
      `flavor/${plain.flavorId}`,
      `flavor-access/${plain.flavorId}/${plain.projectId}`,
      `image/${spare}`,
      `server/${plain.id}`,
    ];
    expect(keys(plan).toSorted()).toEqual(needed.toSorted());
  });

  test('of a whole project tells the roles that reach it from above, and stay', async () => {
    const { source, run } = lab;
    const parent = await lab.makeProject(source, { name: `${run}-above` });
    const child = await lab.makeProject(source, { name: `${run}-below`, parent_id: parent });
    const body = { user: { name: `${run}-heir`, domain_id: 'default' } };
    const user = await lab.make(source, 'identity', { path: '/users', body });
    const [reader] = await collect(role.list(source, {}), ({ name }) => name === 'reader');
    const grant = `/projects/${parent}/users/${user}/roles/${reader?.id}/inherited_to_projects`;
    await source.call('identity', { method: 'PUT', path: `/OS-INHERIT${grant}` });
    const plan = await makePlan(specOf({ select: { projects: [child] } }), lab);
    const told = plan.concerns.find(({ code }) => code === 'inherited-access-left');
    expect(told?.message).toContain(`${run}-heir`);
    const above = await makePlan(specOf({ select: { projects: [parent] } }), lab);
    expect(above.concerns.map(({ code }) => code)).not.toContain('inherited-access-left');
  });

  test('with strategy all and no selection has what include says, and what that needs', async () => {
    const include = [{ kind: ['image'], name: [`${lab.run}*`] }];
    const plan = await makePlan(specOf({ strategy: 'all', include }), lab);
    expect(keys(plan)).toContain(`image/${spare}`);
    expect(kinds(plan)).toEqual(expect.arrayContaining(['project', 'image']));
    expect(kinds(plan)).not.toContain('server');
    const exclude = [{ name: [`${lab.run}-spare`] }];
    const less = await makePlan(specOf({ strategy: 'all', include, exclude }), lab);
    expect(keys(less)).not.toContain(`image/${spare}`);
    expect(keys(less)).toContain(`image/${rich.imageId}`);
  });

  test('leaves out what the operator’s own login may do, and names it', async () => {
    const { source, run } = lab;
    const mine = await lab.makeProject(source, { name: `${run}-mine` });
    const [reader] = await collect(role.list(source, {}), ({ name }) => name === 'reader');
    const { userId } = await source.identity();
    const path = `/projects/${mine}/users/${userId}/roles/${reader?.id}`;
    await source.call('identity', { method: 'PUT', path });
    const include = [{ kind: ['role-assignment'], project: [mine] }];
    for (const words of [{ strategy: 'all', include }, { select: { projects: [mine] } }]) {
      const plan = await makePlan(specOf(words), lab);
      expect(kinds(plan)).not.toContain('role-assignment');
      const told = plan.concerns.filter(({ code }) => code === 'own-rights-left');
      expect(told).toMatchObject([{ severity: 'info', subject: 'src' }]);
      // Not what Pumphouse lends it for the time.
      expect(told[0]?.message).toMatch(/has 1 role assignment of its own .* reader: .* on /);
    }
  });

  test('with strategy all has a floating IP that leads to another service’s port, and does not connect it', async () => {
    const outside = externalNetwork();
    const external = await makeExternal(lab, outside.name);
    const ground = await makeGround({
      ...lab,
      makeProject: (cloud) => lab.makeProject(cloud, { name: `${lab.run}-balanced` }),
    });
    await makeWayOut(lab, ground, external.source);
    const port = await makeNeutron(lab, lab.source, 'port', {
      project_id: ground.project,
      network_id: ground.network,
      device_owner: 'Octavia',
    });
    const address = await makeNeutron(lab, lab.source, 'floatingip', {
      floating_network_id: external.source,
      port_id: port,
      project_id: ground.project,
    });
    const include = [{ kind: ['floating-ip'], project: [ground.project] }];
    const { mappings } = outside;
    const plan = await makePlan(specOf({ strategy: 'all', include, mappings }), lab);
    expect(plan.items).toContainEqual(
      expect.objectContaining({ key: `floating-ip/${address}`, action: 'create' }),
    );
    expect(plan.concerns).toContainEqual(
      expect.objectContaining({
        code: 'floating-ip-not-connected',
        subject: `floating-ip/${address}`,
        message: expect.stringContaining(port) as string,
      }),
    );
    expect(keys(plan)).not.toContain(`port/${port}`);
    const ids = { [`project/${ground.project}`]: (await lab.destination.identity()).projectId! };
    const copied = await copyToLab(lab, {
      kind: floatingIp,
      id: address,
      ids: { ...ids, [`network/${external.source}`]: external.destination },
    });
    lab.atEnd(() => floatingIp.remove(lab.destination, copied.destinationId));
    expect(await floatingIp.get(lab.destination, copied.destinationId)).toMatchObject({
      port_id: null,
    });
  });

  test('with strategy all leaves out what a deleted project left behind, and tells it', async () => {
    const gone = await lab.makeProject(lab.source, { name: `${lab.run}-gone` });
    const body = { name: `${lab.run}-orphan`, project_id: gone };
    const orphan = await makeNeutron(lab, lab.source, 'network', body);
    await project.remove(lab.source, gone);
    const include = [{ id: [orphan] }];
    const plan = await makePlan(specOf({ strategy: 'all', include }), lab);
    expect(keys(plan)).toEqual([]);
    const told = plan.concerns.find(({ code }) => code === 'orphans');
    expect(told?.message).toContain(`network/${orphan}`);
  });

  test('with strategy all leaves out what Neutron made for itself, and nobody owns', async () => {
    const name = `${lab.run}-ha`;
    const network = await makeNeutron(lab, lab.source, 'network', { name, project_id: '' });
    const range = { cidr: '169.254.192.0/18', ip_version: 4, gateway_ip: null };
    await makeNeutron(lab, lab.source, 'subnet', {
      name,
      network_id: network,
      project_id: '',
      ...range,
    });
    const include = [{ kind: ['network', 'subnet'], name: [name] }];
    expect(keys(await makePlan(specOf({ strategy: 'all', include }), lab))).toEqual([]);
  });

  test('with a kind that there is not is refused', async () => {
    const include = [{ kind: ['flavour'] }];
    await expect(makePlan(specOf({ strategy: 'all', include }), lab)).rejects.toThrow(
      'there is no kind flavour',
    );
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { closureOf, levelsOf } from '../../src/activities/closure.ts';
import type { Closure } from '../../src/activities/closure.ts';
import { runChecks } from '../../src/activities/preflight/run-checks.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { addressGroup } from '../../src/resources/address-group/index.ts';
import { collect } from '../../src/resources/collect.ts';
import { network } from '../../src/resources/network/index.ts';
import { port } from '../../src/resources/port/index.ts';
import { rbacPolicy } from '../../src/resources/rbac-policy/index.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeNeutron, makePolicy } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';

// What projects share with each other, beyond the contract of all kinds. One project owns, the other uses.
let lab: Lab;
let owner: string;
let user: string;

beforeAll(async () => {
  lab = await openLab();
  owner = await lab.makeProject(lab.source);
  user = await lab.makeProject(lab.source, { name: `${lab.run}-user` });
});
afterAll(() => lab?.end());

const inSource = (one: string, body: Readonly<Record<string, unknown>>): Promise<string> =>
  makeNeutron(lab, lab.source, one, body);

function share(object_type: string, object_id: string, target_tenant: string): Promise<string> {
  const policy = { object_type, object_id, target_tenant, project_id: owner };
  return inSource('rbac_policy', { ...policy, action: 'access_as_shared' });
}

function makeNetwork(more: object = {}): Promise<string> {
  return inSource('network', { name: 'common', project_id: owner, ...more });
}

async function closureOfPort(network_id: string): Promise<Closure> {
  const id = await inSource('port', { network_id, project_id: user });
  const resource = await existing(port, lab.source, id);
  return closureOf(lab, [{ kind: port, resource }], {});
}

/** Copies all of a closure but the port itself; answers the id map. */
async function copyAll({ nodes }: Closure): Promise<Readonly<Record<string, string>>> {
  const ids: Record<string, string> = {};
  for (const { key, kind, resource } of levelsOf(nodes).flat()) {
    if (kind.kind === 'port') continue;
    const copied = await copyToLab(lab, {
      kind,
      id: resource.id,
      ids,
      signal: AbortSignal.timeout(240_000),
    });
    if (copied.action === 'created') {
      lab.atEnd(() => kind.remove(lab.destination, copied.destinationId));
    }
    ids[key] = copied.destinationId;
  }
  return ids;
}

async function codesFor({ nodes }: Closure): Promise<string[]> {
  const spec = specSchema.parse({
    name: 'sharing',
    source: 'src',
    destination: 'dst',
    select: { projects: ['any'] },
  });
  const found = await runChecks({ ...lab, spec, nodes, items: [], ids: {} });
  return found.flatMap(({ code, subject }) =>
    code === 'sharing-dropped' ? [`${code} ${subject}`] : [],
  );
}

test('a network that one project may use, the operator’s, is not opened to all', async () => {
  const { projectId } = await lab.source.identity();
  const id = await makeNetwork();
  await share('network', id, projectId ?? '');
  expect(await network.get(lab.source, id)).toMatchObject({ shared: false });
  const all = await makeNetwork({ shared: true });
  expect(await network.get(lab.source, all)).toMatchObject({ shared: true });
});

test('a port in another project’s network brings what lets its project in, and that alone', async () => {
  const id = await makeNetwork();
  const policy = await share('network', id, user);
  await share('network', id, owner);
  const closure = await closureOfPort(id);
  const policies = [...closure.nodes.keys()].filter((key) => key.startsWith('rbac-policy/'));
  expect(policies).toEqual([`rbac-policy/${policy}`]);
  const ids = await copyAll(closure);
  const found = await rbacPolicy.get(lab.destination, ids[`rbac-policy/${policy}`] ?? '');
  expect(found).toMatchObject({
    object_id: ids[`network/${id}`],
    target_tenant: ids[`project/${user}`],
    project_id: ids[`project/${owner}`],
  });
  const left = await codesFor(closure);
  expect(left).toEqual([`sharing-dropped network/${id}`]);
});

test('what a shared network says of itself is carried by the network, and by no policy', async () => {
  const id = await makeNetwork({ shared: true });
  const listed = await collect(rbacPolicy.list(lab.source, { project: owner }));
  expect(listed.filter((policy) => policy.object_id === id)).toEqual([]);
  const closure = await closureOfPort(id);
  expect([...closure.nodes.keys()].filter((key) => key.startsWith('rbac-policy/'))).toEqual([]);
  expect(await codesFor(closure)).toEqual([]);
  const ids = await copyAll(closure);
  expect(await network.get(lab.destination, ids[`network/${id}`] ?? '')).toMatchObject({
    shared: true,
  });
});

test('who shared a QoS policy, and is not copied, leaves it to count for the policy’s own project', async () => {
  const object_id = await makePolicy(lab, lab.source, {
    policy: { name: 'gold', project_id: owner },
  });
  const made = await inSource('rbac_policy', {
    object_type: 'qos_policy',
    object_id,
    target_tenant: user,
    action: 'access_as_shared',
  });
  const resource = await existing(rbacPolicy, lab.source, made);
  const closure = await closureOf(lab, [{ kind: rbacPolicy, resource }], {});
  const ids = await copyAll(closure);
  const found = await rbacPolicy.get(lab.destination, ids[`rbac-policy/${made}`] ?? '');
  expect(found).toMatchObject({ project_id: ids[`project/${owner}`] });
});

test('ports of one network ask once for what they share', async () => {
  const network_id = await makeNetwork();
  const asked = new Map<string, number>();
  const source: Cloud = {
    ...lab.source,
    list(service, options) {
      const words = JSON.stringify([options.path, options.query]);
      asked.set(words, (asked.get(words) ?? 0) + 1);
      return lab.source.list(service, options);
    },
  };
  const roots = await Promise.all(
    ['one', 'two', 'three'].map(async (name) => {
      const id = await inSource('port', { network_id, project_id: user, name });
      return { kind: port, resource: await existing(port, lab.source, id) };
    }),
  );
  await closureOf({ ...lab, source }, roots, {});
  expect([...asked].filter(([, times]) => times > 1)).toEqual([]);
});

test('two address groups of one name in one project are a blocker', async () => {
  const common = { name: 'offices', project_id: owner };
  const [one] = [await inSource('address_group', common), await inSource('address_group', common)];
  const group = await existing(addressGroup, lab.source, one);
  expect(await addressGroup.concerns?.(lab.preflight(), group)).toMatchObject([
    { severity: 'blocker', code: 'name-ambiguous' },
  ]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Copied } from '../../src/activities/copy-resource.ts';
import { closureOf } from '../../src/activities/closure.ts';
import { idleMappings } from '../../src/activities/preflight/mappings.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Mappings, Spec } from '../../src/model/spec.ts';
import { kindOf } from '../../src/resources/registry.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeNeutron } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';

let lab: Lab;
/** Of one name, in each cloud. */
let projects: { readonly source: string; readonly destination: string };
const TEAM = { 'security-group': { 'team-*': 'legacy-*' } };

beforeAll(async () => {
  lab = await openLab();
  projects = {
    source: await lab.makeProject(lab.source),
    destination: await lab.makeProject(lab.destination),
  };
});
afterAll(() => lab?.end());

function copy(kind: string, id: string, mappings: Mappings): Promise<Copied> {
  return copyToLab(lab, {
    kind: kindOf(kind),
    id,
    ids: { [`project/${projects.source}`]: projects.destination },
    mappings,
  });
}

const inSource = (name: string): Promise<string> =>
  makeNeutron(lab, lab.source, 'security_group', { name, project_id: projects.source });
const inDestination = (name: string, project = projects.destination): Promise<string> =>
  makeNeutron(lab, lab.destination, 'security_group', { name, project_id: project });

test('a pattern maps a group, and its rules with it: neither is changed', async () => {
  const [source, destination] = [await inSource('team-web'), await inDestination('legacy-web')];
  await makeNeutron(lab, lab.source, 'security_group_rule', {
    security_group_id: source,
    direction: 'ingress',
    protocol: 'tcp',
    port_range_min: 443,
    port_range_max: 443,
  });
  const before = await existing(kindOf('security-group-rules'), lab.destination, destination);
  for (const kind of ['security-group', 'security-group-rules']) {
    expect(await copy(kind, source, TEAM)).toMatchObject({
      destinationId: destination,
      action: 'reused',
    });
  }
  expect(await existing(kindOf('security-group-rules'), lab.destination, destination)).toEqual(
    before,
  );
});

test('a name that several projects have means the one in the project that the resource will belong to', async () => {
  const other = await lab.makeProject(lab.destination, { name: `${lab.run}-other` });
  await inDestination('legacy-db', other);
  const [source, own] = [await inSource('team-db'), await inDestination('legacy-db')];
  expect(await copy('security-group', source, TEAM)).toMatchObject({ destinationId: own });
});

test('a name that is not there, and patterns that contradict each other, are refused with both', async () => {
  const source = await inSource('team-lost');
  await expect(copy('security-group', source, TEAM)).rejects.toThrow(
    'mappings: security-group: team-lost: legacy-lost: dst has no security-group of that id or name',
  );
  const torn = { 'security-group': { 'team-*': 'a', '*-lost': 'b' } };
  await expect(copy('security-group', source, torn)).rejects.toThrow('team-*: a, *-lost: b');
  // What contradicts itself is mapped all the same: nothing is drawn in on account of it.
  const resource = await existing(kindOf('security-group'), lab.source, source);
  const closure = await closureOf(lab, [{ kind: kindOf('security-group'), resource }], torn);
  expect([...closure.nodes.keys()]).toEqual([`security-group/${source}`]);
});

test('a mapping that speaks of nothing in the source is told, one that speaks of anything is not', async () => {
  const id = await inSource('team-known');
  const mappings: Spec['mappings'] = {
    'security-group': {
      'team-known': 'x',
      'te*known': 'x',
      [id]: 'x',
      'team-knwon': 'x',
      'q*': 'y',
    },
    project: { [lab.run]: 'x', 'nobody-*': 'y' },
  };
  const base = { name: 'idle', source: 'src', destination: 'dst', select: { projects: ['p'] } };
  const spec = specSchema.parse({ ...base, mappings });
  const found = await idleMappings({ source: lab.source, spec, nodes: new Map() });
  expect(found.map(({ severity, subject }) => `${severity} ${subject}`)).toEqual([
    'warning mappings.project.nobody-*',
    'warning mappings.security-group.team-knwon',
    'warning mappings.security-group.q*',
  ]);
  expect(found[1]?.message).toContain('src has no security-group of that id or name');
});

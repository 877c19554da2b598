import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanScope } from '../../src/activities/preflight/check.ts';
import { closedProjects } from '../../src/activities/preflight/closed-projects.ts';
import { specSchema } from '../../src/model/spec.ts';
import { project } from '../../src/resources/project/index.ts';
import { kindOf } from '../../src/resources/registry.ts';
import { makeDomain } from './identity-lab.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

describeKind({
  kind: project,
  unique: true,
  async pick(lab) {
    const above = await lab.makeProject(lab.source, { name: `${lab.run}-above` });
    return lab.make(lab.source, 'identity', {
      path: '/projects',
      body: {
        project: {
          name: lab.run,
          domain_id: 'default',
          parent_id: above,
          description: 'Rocket skates and anvils',
          // Copied alone it is what it is.
          enabled: false,
          tags: ['wave-1', 'production'],
          cost_centre: '4711',
        },
      },
    });
  },
  async change(destination, { id }) {
    await destination.call('identity', { method: 'PUT', path: `/projects/${id}/tags/late` });
    return ['tags'];
  },
  foreign: {
    fate: 'reused with a warning',
    make: (lab, { name }) =>
      lab.make(lab.destination, 'identity', {
        path: '/projects',
        body: { project: { name, domain_id: 'default', description: 'somebody else’s' } },
      }),
  },
});

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

async function disabled(domain: string): Promise<void> {
  await lab.source.call('identity', {
    method: 'PATCH',
    path: `/domains/${domain}`,
    body: { domain: { enabled: false } },
  });
}

test('below a disabled domain no project is made, and the plan says so', async () => {
  const domain = await makeDomain(lab, lab.source, lab.run);
  const id = await lab.make(lab.source, 'identity', {
    path: '/projects',
    body: { project: { name: lab.run, domain_id: domain } },
  });
  const found = await existing(project, lab.source, id);
  expect(await project.concerns?.(lab.preflight(), found)).toEqual([]);
  await disabled(domain);
  expect(await project.concerns?.(lab.preflight(), found)).toMatchObject([
    { severity: 'blocker', code: 'below-disabled', subject: `project/${id}` },
  ]);
  const ids = { [`domain/${domain}`]: 'default' };
  expect(await project.concerns?.(lab.preflight(ids), found)).toEqual([]);
});

test('an immutable project is copied as such, and removed again', async () => {
  const id = await lab.make(lab.source, 'identity', {
    path: '/projects',
    body: {
      project: { name: `${lab.run}-fixed`, domain_id: 'default', options: { immutable: true } },
    },
  });
  lab.atEnd(() =>
    lab.source.call('identity', {
      method: 'PATCH',
      path: `/projects/${id}`,
      body: { project: { options: { immutable: false } } },
    }),
  );
  const { destinationId } = await copyToLab(lab, {
    kind: project,
    id,
    ids: { 'domain/default': 'default' },
  });
  const { options } = await existing(project, lab.destination, destinationId);
  expect(options).toEqual({ immutable: true });
  await project.remove(lab.destination, destinationId);
  expect(await project.get(lab.destination, destinationId)).toBeUndefined();
});

test('a server in a disabled or immutable project is a blocker, as long as the project is', async () => {
  for (const [closed, attribute] of [
    ['disabled', { enabled: false }],
    ['immutable', { options: { immutable: true } }],
  ] as const) {
    const id = await lab.make(lab.source, 'identity', {
      path: '/projects',
      body: { project: { name: `${lab.run}-${closed}`, domain_id: 'default' } },
    });
    const change = (body: object) =>
      lab.source.call('identity', {
        method: 'PATCH',
        path: `/projects/${id}`,
        body: { project: body },
      });
    lab.atEnd(() => change({ options: { immutable: false } }));
    expect(await closedProjects(await scopeWithServerGroup(id))).toEqual([]);
    await change(attribute);
    expect(await closedProjects(await scopeWithServerGroup(id))).toMatchObject([
      { severity: 'blocker', code: `project-${closed}`, subject: `project/${id}` },
    ]);
  }
});

/** A plan that makes a server group in a project. */
async function scopeWithServerGroup(id: string): Promise<PlanScope> {
  const group = { id: 'g', name: 'apart', project_id: id };
  const nodes = [
    { kind: project, resource: await existing(project, lab.source, id) },
    { kind: kindOf('server-group'), resource: group },
  ].map(({ kind, resource }) => {
    const key = `${kind.kind}/${resource.id}`;
    return { key, kind, resource, needs: [], companions: [], dependsOn: [] };
  });
  return {
    source: lab.source,
    destination: lab.destination,
    spec: specSchema.parse({
      name: lab.run,
      source: 'src',
      destination: 'dst',
      select: { projects: [id] },
    }),
    nodes: new Map(nodes.map((node) => [node.key, node])),
    items: nodes.map(({ key, kind, resource }) => ({
      key,
      kind: kind.kind,
      name: resource.name,
      dependsOn: [],
      action: 'create',
      reason: 'not there yet',
    })),
    ids: {},
  };
}

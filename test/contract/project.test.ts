import { afterAll, beforeAll, expect, test } from 'vitest';
import { project } from '../../src/resources/project/index.ts';
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
          tags: ['wave-1', 'production'],
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

test('a project of a domain that the destination has not is a blocker, unless it is mapped', async () => {
  const domain = await lab.make(lab.source, 'identity', {
    path: '/domains',
    body: { domain: { name: `${lab.run}-domain` } },
  });
  lab.atEnd(() =>
    lab.source.call('identity', {
      method: 'PATCH',
      path: `/domains/${domain}`,
      body: { domain: { enabled: false } },
    }),
  );
  const id = await lab.make(lab.source, 'identity', {
    path: '/projects',
    body: { project: { name: lab.run, domain_id: domain } },
  });
  const found = await existing(project, lab.source, id);
  expect(await project.concerns?.(lab.preflight(), found)).toMatchObject([
    { severity: 'blocker', code: 'domain-missing', subject: `project/${id}` },
  ]);
  expect(await project.concerns?.(lab.preflight({ [`project/${id}`]: 'mapped' }), found)).toEqual(
    [],
  );
});

test('a disabled project is a blocker', async () => {
  const id = await lab.make(lab.source, 'identity', {
    path: '/projects',
    body: { project: { name: `${lab.run}-off`, domain_id: 'default', enabled: false } },
  });
  const found = await existing(project, lab.source, id);
  expect(await project.concerns?.(lab.preflight(), found)).toMatchObject([
    { severity: 'blocker', code: 'project-disabled' },
  ]);
});

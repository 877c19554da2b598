import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CopyRequest } from '../../src/activities/copy-resource.ts';
import { BlockedError } from '../../src/errors/migration.ts';
import { domain } from '../../src/resources/domain/index.ts';
import { project } from '../../src/resources/project/index.ts';
import type { ResourceKind } from '../../src/resources/resource-kind.ts';
import { makeDomain } from './identity-lab.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

describeKind({
  kind: domain,
  unique: true,
  pick: (lab) =>
    lab.make(lab.source, 'identity', {
      path: '/domains',
      body: {
        domain: {
          name: lab.run,
          description: 'Everybody in the desert',
          enabled: false,
          tags: ['wave-1'],
          cost_centre: '4711',
        },
      },
    }),
  async change(destination, { id }) {
    await destination.call('identity', {
      method: 'PATCH',
      path: `/domains/${id}`,
      body: { domain: { description: 'nobody' } },
    });
    return ['description'];
  },
  foreign: {
    fate: 'reused with a warning',
    make: (lab, { name }) =>
      lab.make(lab.destination, 'identity', {
        path: '/domains',
        body: { domain: { name, enabled: false } },
      }),
  },
});

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

function copy(kind: ResourceKind, id: string, more: Partial<CopyRequest> = {}) {
  return copyToLab(lab, { kind, id, ...more });
}

test('the default domain is that of the same id', async () => {
  expect(await copy(domain, 'default')).toMatchObject({ destinationId: 'default', concerns: [] });
});

test('a project of a mapped domain goes to the domain that it is mapped to, not to the one of the same name', async () => {
  const of = await makeDomain(lab, lab.source, `${lab.run}-x`);
  const home = await lab.make(lab.source, 'identity', {
    path: '/projects',
    body: { project: { name: lab.run, domain_id: of } },
  });
  const namesake = await makeDomain(lab, lab.destination, `${lab.run}-x`);
  const meant = await makeDomain(lab, lab.destination, `${lab.run}-y`);
  const others = await lab.make(lab.destination, 'identity', {
    path: '/projects',
    body: { project: { name: lab.run, domain_id: namesake } },
  });

  const mappings = { domain: { [`${lab.run}-x`]: `${lab.run}-y` } };
  const { destinationId } = await copy(domain, of, { mappings });
  expect(destinationId).toBe(meant);
  const made = await copy(project, home, { ids: { [`domain/${of}`]: meant } });
  lab.atEnd(() => project.remove(lab.destination, made.destinationId));
  expect(made).toMatchObject({ action: 'created' });
  expect(made.destinationId).not.toBe(others);
  expect(await existing(project, lab.destination, made.destinationId)).toMatchObject({
    name: lab.run,
    domain_id: meant,
  });
});

test('an immutable domain is copied as such, and a domain with something in it is not removed', async () => {
  const of = await lab.make(lab.source, 'identity', {
    path: '/domains',
    body: {
      domain: { name: `${lab.run}-fixed`, enabled: false, options: { immutable: true } },
    },
  });
  lab.atEnd(() =>
    lab.source.call('identity', {
      method: 'PATCH',
      path: `/projects/${of}`,
      body: { project: { options: { immutable: false } } },
    }),
  );
  const { destinationId } = await copy(domain, of);
  const inside = await lab.make(lab.destination, 'identity', {
    path: '/users',
    body: { user: { name: lab.run, domain_id: destinationId } },
  });
  await expect(domain.remove(lab.destination, destinationId)).rejects.toThrow(BlockedError);
  const { options } = await existing(domain, lab.destination, destinationId);
  expect(options).toEqual({ immutable: true });

  await lab.destination.call('identity', { method: 'DELETE', path: `/users/${inside}` });
  await domain.remove(lab.destination, destinationId);
  expect(await domain.get(lab.destination, destinationId)).toBeUndefined();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { user } from '../../src/resources/user/index.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

describeKind({
  kind: user,
  unique: true,
  async pick(lab) {
    const home = await lab.makeProject(lab.source);
    return lab.make(lab.source, 'identity', {
      path: '/users',
      body: {
        user: {
          name: lab.run,
          domain_id: 'default',
          enabled: false,
          email: 'wile@example.org',
          description: 'orders rocket skates',
          default_project_id: home,
          options: { ignore_password_expiry: true },
        },
      },
    });
  },
  async change(destination, { id }) {
    await destination.call('identity', {
      method: 'PATCH',
      path: `/users/${id}`,
      body: { user: { email: 'other@example.org', enabled: true } },
    });
    return ['enabled', 'email'];
  },
  foreign: {
    fate: 'reused with a warning',
    make: (lab, { name }) =>
      lab.make(lab.destination, 'identity', {
        path: '/users',
        body: { user: { name, domain_id: 'default', email: 'foreign@example.org' } },
      }),
  },
});

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

test('a user to be created is told to be without a password where no database is named, one that exists is not', async () => {
  const attributes = { path: '/users', body: { user: { name: lab.run, domain_id: 'default' } } };
  const id = await lab.make(lab.source, 'identity', attributes);
  const found = await existing(user, lab.source, id);
  const source = { ...lab.source, identityDatabase: () => undefined };
  const [concern] = (await user.concerns?.({ ...lab.preflight(), source }, found)) ?? [];
  expect(concern).toMatchObject({
    severity: 'warning',
    code: 'user-without-password',
    subject: `user/${id}`,
  });
  expect(concern?.message).toContain('src');
  expect(concern?.remedy).toContain('Name Keystone');
  await lab.make(lab.destination, 'identity', attributes);
  expect(await user.concerns?.({ ...lab.preflight(), source }, found)).toEqual([]);
});

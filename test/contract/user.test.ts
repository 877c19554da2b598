import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { closureOf, levelsOf } from '../../src/activities/closure.ts';
import { defaultProjects } from '../../src/activities/preflight/default-projects.ts';
import { BlockedError } from '../../src/errors/migration.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { project } from '../../src/resources/project/index.ts';
import { user } from '../../src/resources/user/index.ts';
import type { ResourceKind } from '../../src/resources/resource-kind.ts';
import { actAs, makeUser, roleNamed } from './identity-lab.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

describeKind({
  kind: user,
  unique: true,
  async pick(lab) {
    const home = await lab.makeProject(lab.source);
    return makeUser(lab, lab.source, {
      name: lab.run,
      enabled: false,
      email: 'wile@example.org',
      description: 'orders rocket skates',
      default_project_id: home,
      shoe_size: 43,
      options: { ignore_password_expiry: true },
    });
  },
  async change(destination, { id }) {
    await destination.call('identity', {
      method: 'PATCH',
      path: `/users/${id}`,
      body: { user: { email: 'other@example.org', enabled: true, shoe_size: 44 } },
    });
    return ['enabled', 'email', 'extra'];
  },
  foreign: {
    fate: 'reused with a warning',
    make: (lab, { name }) => makeUser(lab, lab.destination, { name, email: 'foreign@example.org' }),
  },
});

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

const IDS = { 'domain/default': 'default' };

function copy(
  kind: ResourceKind,
  id: string,
  ids: Readonly<Record<string, string>> = IDS,
  destination = lab.destination,
) {
  return copyToLab(lab, { kind, id, destination, ids });
}

/** As of a source whose database nobody named. */
async function concernsOf(id: string) {
  const source = { ...lab.source, identityDatabase: () => undefined };
  const found = await existing(user, lab.source, id);
  return (await user.concerns?.({ ...lab.preflight(IDS), source }, found)) ?? [];
}

test('a user to be created is told to be without a password where no database is named', async () => {
  const id = await makeUser(lab, lab.source, { name: lab.run });
  const [concern] = await concernsOf(id);
  expect(concern).toMatchObject({
    severity: 'warning',
    code: 'user-without-password',
    subject: `user/${id}`,
  });
  expect(concern?.message).toContain('src');
  expect(concern?.remedy).toContain('Name Keystone');
});

test('a default project comes first where the selection has it, and draws none into it', async () => {
  const home = await lab.makeProject(lab.source, { name: `${lab.run}-home` });
  const name = `${lab.run}-resident`;
  const id = await makeUser(lab, lab.source, { name, default_project_id: home });
  const resource = await existing(user, lab.source, id);
  const alone = await closureOf(lab, [{ kind: user, resource }], {});
  expect([...alone.nodes.keys()].toSorted()).toEqual(['domain/default', `user/${id}`]);
  const items = [...alone.nodes.values()].map(({ key, kind, dependsOn }) => ({
    key,
    kind: kind.kind,
    name,
    dependsOn,
    action: 'create' as const,
    reason: 'not there yet',
  }));
  expect(await defaultProjects({ ...lab, nodes: alone.nodes, items })).toMatchObject([
    { severity: 'info', code: 'default-project-unset', subject: `user/${id}` },
  ]);

  const roots = [
    { kind: user, resource },
    { kind: project, resource: await existing(project, lab.source, home) },
  ];
  const { nodes } = await closureOf(lab, roots, {});
  const ids: Record<string, string> = {};
  for (const { key, kind, resource: each } of levelsOf(nodes).flat()) {
    const { destinationId, action } = await copy(kind, each.id, ids);
    if (action === 'created') lab.atEnd(() => kind.remove(lab.destination, destinationId));
    ids[key] = destinationId;
  }
  const made = await existing(user, lab.destination, ids[`user/${id}`] ?? '');
  expect(made.default_project_id).toBe(ids[`project/${home}`]);
});

test('a user whose default project could not be copied waits for it: made without, it would stay so', async () => {
  const home = await lab.makeProject(lab.source, { name: `${lab.run}-lost` });
  const name = `${lab.run}-homeless`;
  const id = await makeUser(lab, lab.source, { name, default_project_id: home });
  const missing = [`project/${home}`];
  const failed = copyToLab(lab, { kind: user, id, ids: IDS, missing });
  await expect(failed).rejects.toThrow(BlockedError);
  await expect(failed).rejects.toThrow(`needs project/${home}, which could not be copied`);
  const { destinationId } = await copy(user, id);
  lab.atEnd(() => user.remove(lab.destination, destinationId));
});

test('many users cost one look at all of their domain, and a copy is found under a new name at once', async () => {
  // It is remembered for half a minute: on a busy machine this takes longer.
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  let whole = 0;
  const destination: Cloud = {
    ...lab.destination,
    list(service, options) {
      if (options.path === '/users' && options.query?.['name'] === undefined) whole += 1;
      return lab.destination.list(service, options);
    },
  };
  const made: string[] = [];
  for (const each of ['one', 'two', 'three']) {
    const id = await makeUser(lab, lab.source, { name: `${lab.run}-${each}` });
    const { destinationId } = await copy(user, id, IDS, destination);
    lab.atEnd(() => user.remove(lab.destination, destinationId));
    await lab.destination.call('identity', {
      method: 'PATCH',
      path: `/users/${destinationId}`,
      body: { user: { name: `${lab.run}-${each}-renamed` } },
    });
    const again = await copy(user, id, IDS, destination);
    expect(again).toMatchObject({ destinationId, action: 'reused' });
    made.push(destinationId);
  }
  expect(new Set(made).size).toBe(3);
  expect(whole).toBe(1);
});

test('what no API can carry of a user is named, without a secret', async () => {
  const password = randomBytes(12).toString('base64url');
  const name = `${lab.run}-rich`;
  const id = await makeUser(lab, lab.source, {
    name,
    password,
    options: { multi_factor_auth_enabled: true, multi_factor_auth_rules: [['password']] },
  });
  const trustee = await makeUser(lab, lab.source, { name: `${lab.run}-trustee` });
  const home = await lab.makeProject(lab.source, { name: `${lab.run}-rich` });
  const member = await roleNamed(lab.source, 'member');
  await lab.source.call('identity', {
    method: 'PUT',
    path: `/projects/${home}/users/${id}/roles/${member}`,
  });
  const post = await actAs(lab.source, { userId: id, password, project: home });
  for (const each of ['backup', 'ci']) {
    const body = { application_credential: { name: each, secret: 'ROCKET-FUEL' } };
    await post(`/users/${id}/application_credentials`, body);
  }
  await post(`/users/${id}/credentials/OS-EC2`, { tenant_id: home });
  await post('/OS-TRUST/trusts', {
    trust: {
      trustor_user_id: id,
      trustee_user_id: trustee,
      project_id: home,
      impersonation: true,
      roles: [{ id: member }],
    },
  });
  const found = await concernsOf(id);
  const messages = Object.fromEntries(found.map(({ code, message }) => [code, message]));
  expect(messages).toEqual({
    'user-without-password': expect.any(String),
    'application-credentials-dropped': `The user ${name} has 2 application credentials that cannot be carried (backup, ci): their secrets are shown once, when they are made.`,
    'ec2-credentials-dropped': `The user ${name} has 1 EC2 credential that cannot be carried (for project ${home}): they are bound to ids of the source.`,
    'trusts-dropped': expect.stringContaining(
      `1 trust that cannot be carried (for user ${trustee})`,
    ),
    'second-factor-dropped': expect.stringContaining('second factor'),
  });
  expect(JSON.stringify(found)).not.toContain('ROCKET-FUEL');
});

test('a user of an identity provider is matched by name, and never made', async () => {
  const at = `/OS-FEDERATION/identity_providers/${lab.run}`;
  await putFederation(at);
  const name = `${lab.run}-guest`;
  const id = await makeUser(lab, lab.source, {
    name,
    federated: [{ idp_id: lab.run, protocols: [{ protocol_id: 'mapped', unique_id: name }] }],
  });
  expect(await concernsOf(id)).toMatchObject([
    { severity: 'blocker', code: 'user-not-local', subject: `user/${id}` },
  ]);
  await expect(copy(user, id)).rejects.toThrow(BlockedError);
  const there = await makeUser(lab, lab.destination, { name });
  expect(await copy(user, id)).toMatchObject({ destinationId: there, action: 'reused' });
  // Keystone 22 answers twice.
  const twice = user.list(lab.source, {});
  expect(await collect(twice, (each) => each.name === name)).toHaveLength(1);
});

/** An identity provider of the source with one protocol, gone at the end with the domain that Keystone makes for it. */
async function putFederation(at: string): Promise<void> {
  const mapping = `/OS-FEDERATION/mappings/${lab.run}`;
  const call = (method: 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) =>
    lab.source.call('identity', { method, path, ...(body && { body }) });
  const domain = await lab.make(lab.source, 'identity', {
    path: '/domains',
    body: { domain: { name: `${lab.run}-guests` } },
  });
  lab.atEnd(() => call('PATCH', `/domains/${domain}`, { domain: { enabled: false } }));
  await call('PUT', at, { identity_provider: { enabled: true, domain_id: domain } });
  lab.atEnd(() => call('DELETE', at));
  const rules = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'REMOTE_USER' }] }];
  await call('PUT', mapping, { mapping: { rules } });
  lab.atEnd(() => call('DELETE', mapping));
  await call('PUT', `${at}/protocols/mapped`, { protocol: { mapping_id: lab.run } });
  lab.atEnd(() => call('DELETE', `${at}/protocols/mapped`));
}

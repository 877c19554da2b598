import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { CloudEntry } from './clouds.ts';
import { adminOf, logIn, send } from './http.ts';
import type { Login, RawCall } from './http.ts';
import type { Person } from './step.ts';

/** A session's own projects and users, in a cloud that others use too. */
export interface People {
  readonly logins: Readonly<Record<Person, Login>>;
  /** Values of placeholders: `project`, `other`, `alice`, `password`, `run`… */
  readonly values: Readonly<Record<string, string>>;
  /** Removes them, and what the services keep of their projects. */
  remove(): Promise<void>;
}

const idIn = z.record(z.string(), z.looseObject({ id: z.string() }));

export async function settle(entry: CloudEntry): Promise<People> {
  const admin = await logIn(entry, adminOf(entry));
  const run = `fid${randomBytes(4).toString('hex')}`;
  const password = `pw${randomBytes(12).toString('hex')}`;
  const made: string[] = [];
  const ask = (call: Omit<RawCall, 'service'>) => must(admin, { service: 'identity', ...call });
  const create = async (path: string, body: Record<string, object>): Promise<string> => {
    const answer = idIn.parse(await ask({ method: 'POST', path, body }));
    const id = answer[Object.keys(body)[0] ?? '']?.id ?? '';
    made.push(`${path}/${id}`);
    return id;
  };
  const project = await create('/projects', { project: { name: `${run}-project` } });
  const other = await create('/projects', { project: { name: `${run}-other` } });
  const roles = await rolesOf(admin);
  const user = async (name: string, role: string, where: string): Promise<string> => {
    const id = await create('/users', { user: { name: `${run}-${name}`, password } });
    await ask({ method: 'PUT', path: `/projects/${where}/users/${id}/roles/${roles[role]}` });
    return id;
  };
  const alice = await user('alice', 'member', project);
  const rita = await user('rita', 'reader', project);
  const bob = await user('bob', 'member', other);
  const operatorRole = `/projects/${project}/users/${admin.userId}/roles/${roles['admin']}`;
  await ask({ method: 'PUT', path: operatorRole });
  const as = (id: string, where: string): Promise<Login> =>
    logIn(entry, { user: { id, password }, project: { id: where } });
  const operator = await logIn(entry, {
    user: { id: admin.userId, password: entry.auth.password },
    project: { id: project },
  });
  const member = await as(alice, project);
  return {
    logins: {
      admin,
      operator,
      member,
      reader: await as(rita, project),
      stranger: await as(bob, other),
      nobody: member,
    },
    values: {
      ...Object.fromEntries(Object.entries(roles).map(([name, id]) => [`role_${name}`, id])),
      run,
      password,
      project,
      other,
      alice,
      rita,
      bob,
      admin: admin.userId,
      adminProject: admin.projectId,
    },
    async remove() {
      for (const each of [project, other]) await forget(admin, each);
      for (const path of made.toReversed()) {
        await send(admin, { service: 'identity', method: 'DELETE', path });
      }
    },
  };
}

async function rolesOf(admin: Login): Promise<Record<string, string>> {
  const answer = await must(admin, { service: 'identity', method: 'GET', path: '/roles' });
  const { roles } = z
    .looseObject({ roles: z.array(z.looseObject({ id: z.string(), name: z.string() })) })
    .parse(answer);
  const known = roles.filter(({ name }) => ['admin', 'member', 'reader'].includes(name));
  return Object.fromEntries(known.map(({ name, id }) => [name, id]));
}

/** The services do not hear of it when a project goes. */
async function forget(admin: Login, project: string): Promise<void> {
  const path = `/security-groups?project_id=${project}&fields=id`;
  const { body } = await send(admin, { service: 'network', method: 'GET', path });
  const groups = z
    .looseObject({ security_groups: z.array(z.looseObject({ id: z.string() })) })
    .safeParse(body).data?.security_groups;
  for (const { id } of groups ?? []) {
    await send(admin, { service: 'network', method: 'DELETE', path: `/security-groups/${id}` });
  }
  await send(admin, { service: 'network', method: 'DELETE', path: `/quotas/${project}` });
  await send(admin, { service: 'compute', method: 'DELETE', path: `/os-quota-sets/${project}` });
  await send(admin, { service: 'volume', method: 'DELETE', path: `/os-quota-sets/${project}` });
}

async function must(login: Login, call: RawCall): Promise<unknown> {
  const { status, body } = await send(login, call);
  if (status < 400) return body;
  throw new Error(`${call.method} ${call.path}: ${status} ${JSON.stringify(body)}`);
}

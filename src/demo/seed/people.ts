import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { collect } from '../../resources/collect.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { ProjectSeed, UserSeed } from '../company/cloud-seed.ts';
import { found, make } from './make.ts';

/** Makes a project and its users, who are members. Answers the project's id. */
export async function makeProject(
  admin: Cloud,
  { name, description, users }: ProjectSeed,
  passwordOf: (user: string) => string,
): Promise<string> {
  const project = await make(admin, ['identity', '/projects', 'project'], { name, description });
  const role = await memberRole(admin);
  await Promise.all(
    users.map(async (user) => {
      const id = await makeUser(admin, user, { project, password: passwordOf(user.name) });
      const path = `/projects/${project}/users/${id}/roles/${role}`;
      await admin.call('identity', { method: 'PUT', path });
    }),
  );
  return project;
}

async function makeUser(
  admin: Cloud,
  { name, email }: UserSeed,
  { project, password }: { readonly project: string; readonly password: string },
): Promise<string> {
  const user = { name, email, password, default_project_id: project };
  return make(admin, ['identity', '/users', 'user'], user);
}

async function memberRole(admin: Cloud): Promise<string> {
  const schema = z.looseObject({ id: z.string(), name: z.string() });
  const roles = await collect(
    admin.list('identity', { path: '/roles', key: 'roles', schema, query: { name: 'member' } }),
  );
  return found(new Map(roles.map(({ id, name }) => [name, id])), 'member');
}

/** A new key of the user's, whose private half nobody keeps. */
export async function makeKeypair(user: Cloud, name: string): Promise<void> {
  await user.call('compute', {
    method: 'POST',
    path: '/os-keypairs',
    body: { keypair: { name, public_key: `${publicKey()} ${name}` } },
  });
}

/** RFC 8709: the key's type and its 32 bytes, each with its length before it. */
function publicKey(): string {
  const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const fields = [Buffer.from('ssh-ed25519'), Buffer.from(x, 'base64url')].flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  });
  return `ssh-ed25519 ${Buffer.concat(fields).toString('base64')}`;
}

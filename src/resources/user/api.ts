import { z } from 'zod';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { domainNames } from '../domains.ts';
import { userSchema } from './schema.ts';
import type { User } from './schema.ts';

/** Identity API «Users»: https://docs.openstack.org/api-ref/identity/v3/#users */
const userAnswer = z.looseObject({ user: userSchema });

export async function getUser(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<User | undefined> {
  const answer = await unlessAbsent(
    cloud.request('identity', { path: userPath(id), schema: userAnswer, signal }),
  );
  if (answer === undefined) return undefined;
  return { ...answer.user, domain: await domainNames(cloud, signal)(answer.user.domain_id) };
}

export async function* listUsers(cloud: Cloud, query: Query = {}): AsyncIterable<User> {
  const nameOf = domainNames(cloud);
  const users = cloud.list('identity', { path: '/users', key: 'users', schema: userSchema, query });
  for await (const user of users) yield { ...user, domain: await nameOf(user.domain_id) };
}

export async function createUser(
  cloud: Cloud,
  user: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await cloud.request('identity', {
    method: 'POST',
    path: '/users',
    body: { user },
    schema: userAnswer,
  });
  return answer.user.id;
}

export async function deleteUser(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  await unlessAbsent(cloud.call('identity', { method: 'DELETE', path: userPath(id), signal }));
}

function userPath(id: string): string {
  return `/users/${encodeURIComponent(id)}`;
}

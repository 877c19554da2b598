import { z } from 'zod';
import { hasStatus } from '../../errors/openstack.ts';
import type { Concern } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import type { User } from './schema.ts';

/** What a user has that no API can carry. Of an answer only the names are kept: some hold secrets. */
interface Lost {
  readonly code: string;
  /** Of one: `application credential`. */
  readonly noun: string;
  readonly why: string;
  readonly remedy: string;
  readonly names: (cloud: Cloud, user: User) => Promise<string[]>;
}

const LOST: readonly Lost[] = [
  {
    code: 'application-credentials-dropped',
    noun: 'application credential',
    why: 'their secrets are shown once, when they are made',
    remedy:
      'Have the user make new ones in the destination: openstack application credential create.',
    /** https://docs.openstack.org/api-ref/identity/v3/#application-credentials */
    names: (cloud, { id }) =>
      namesOf(cloud, {
        path: `/users/${encodeURIComponent(id)}/application_credentials`,
        key: 'application_credentials',
        schema: z.object({ name: z.string() }).transform(({ name }) => name),
      }),
  },
  {
    code: 'ec2-credentials-dropped',
    noun: 'EC2 credential',
    why: 'they are bound to ids of the source',
    remedy: 'Have the user make new ones in the destination: openstack ec2 credentials create.',
    /** https://docs.openstack.org/api-ref/identity/v3/#credentials */
    names: (cloud, { id }) =>
      namesOf(cloud, {
        path: `/users/${encodeURIComponent(id)}/credentials/OS-EC2`,
        key: 'credentials',
        schema: z
          .object({ tenant_id: z.string().nullish() })
          .transform(({ tenant_id: project }) => `for project ${project ?? 'none'}`),
      }),
  },
  {
    code: 'trusts-dropped',
    noun: 'trust',
    why: 'they are bound to ids of the source, and only their trustor may make them',
    remedy: 'Have the user, or the service that needs them (Heat), make new ones.',
    /** https://docs.openstack.org/api-ref/identity/v3-ext/#os-trust-api */
    names: (cloud, { id }) =>
      namesOf(cloud, {
        path: '/OS-TRUST/trusts',
        key: 'trusts',
        query: { trustor_user_id: id },
        schema: z
          .object({ trustee_user_id: z.string() })
          .transform(({ trustee_user_id: trustee }) => `for user ${trustee}`),
      }),
  },
];

export async function lostCredentials(cloud: Cloud, user: User): Promise<Concern[]> {
  const found = await Promise.all(LOST.map((lost) => concernOf(cloud, user, lost)));
  return [...found.flat(), ...secondFactor(user)];
}

/** Its rules are carried, and nobody passes them without what they ask for. */
function secondFactor({ id, name, options }: User): Concern[] {
  if (options['multi_factor_auth_enabled'] !== true) return [];
  return [
    {
      severity: 'warning',
      code: 'second-factor-dropped',
      subject: referenceKey({ kind: 'user', id }),
      message: `The user ${name} must log in with a second factor, and has none in the destination: its secret is not carried.`,
      remedy:
        'Give the user a new one there (openstack credential create --type totp), or turn the rule off.',
    },
  ];
}

async function concernOf(cloud: Cloud, user: User, lost: Lost): Promise<Concern[]> {
  const subject = referenceKey({ kind: 'user', id: user.id });
  const { code, noun, why, remedy } = lost;
  try {
    const names = await lost.names(cloud, user);
    if (names.length === 0) return [];
    const message = `The user ${user.name} has ${count(names.length, noun)} that cannot be carried (${names.join(', ')}): ${why}.`;
    return [{ severity: 'warning', code, subject, message, remedy }];
  } catch (error) {
    // A cloud without such an API has none.
    if (hasStatus(error, 404)) return [];
    if (!hasStatus(error, 403)) throw error;
    const message = `Whether the user ${user.name} has ${noun}s was not seen: ${cloud.name} shows them to nobody else. None is carried: ${why}.`;
    return [
      { severity: 'info', code: code.replace('dropped', 'unseen'), subject, message, remedy },
    ];
  }
}

function namesOf(
  cloud: Cloud,
  options: Parameters<typeof cloud.list<z.ZodType<string>>>[1],
): Promise<string[]> {
  return collect(cloud.list('identity', options));
}

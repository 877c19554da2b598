import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { hasStatus } from '../../errors/openstack.ts';
import type { OpenStackError } from '../../errors/openstack.ts';
import { referenceKey } from '../../model/reference.ts';
import type { CallOptions, Cloud, CloudIdentity, Service } from '../../openstack/cloud.ts';
import { describesFlavors } from '../../resources/flavor/api.ts';
import { DESCRIPTION } from '../../resources/flavor/versions.ts';
import { OF_USERS } from '../../resources/keypair/versions.ts';
import type { Image } from '../../resources/image/schema.ts';
import { withoutLimits } from '../../resources/quota/calls.ts';
import { QUOTA_SERVICES } from '../../resources/quota/schema.ts';
import type { Quota, QuotaService } from '../../resources/quota/schema.ts';
import type { Node } from '../node.ts';
import type { PlanScope } from './check.ts';

/** A call that cannot change anything, and is refused where the plan's own call would be. */
export interface Probe {
  /** What may not be done, where it is refused. */
  readonly what: string;
  readonly service: Service;
  /** Undefined where there is nothing to ask it of. May have to read something first, which may be refused as well. */
  readonly call: () => Promise<CallOptions | undefined>;
  /** The service's own ways to refuse, beside 403. */
  readonly isRefusal?: (error: OpenStackError) => boolean;
}

/** What Neutron has of projects, beside floating IPs. */
const NETWORKS = [
  'address-group',
  'address-scope',
  'network',
  'port',
  'qos-policy',
  'rbac-policy',
  'router',
  'security-group',
  'subnet',
  'subnet-pool',
  'trunk',
];

/** So begins every id that a probe makes up: who reads a cloud's log knows it by that. */
export const NOWHERE = 'ffffffff-ffff-4fff-';

/** An id that nothing has, in the form of all ids. */
export function nowhereId(): string {
  return NOWHERE + randomUUID().slice(NOWHERE.length);
}

/** What a question is asked about. */
export interface Asked {
  readonly destination: Cloud;
  readonly login: CloudIdentity;
  readonly nowhere: string;
}

interface Question {
  readonly what: string;
  readonly kinds: readonly string[];
  /** Of these kinds, only for such resources; default: for all. */
  readonly when?: (node: Node, about: { readonly scope: PlanScope } & Asked) => boolean;
  readonly service: Service;
  readonly call: (asked: Asked) => CallOptions | undefined | Promise<CallOptions | undefined>;
  readonly isRefusal?: (error: OpenStackError) => boolean;
}

/**
 * Where Keystone and Nova look at the policy first, a change of what is not there. Where they look for the thing first (domains,
 * roles, grants), or there is no such call (images), a second one of what can be there but once; Neutron looks into the
 * network last of all, whose id is nobody's. Measured on Zed's services, and read in their code.
 */
const QUESTIONS: readonly Question[] = [
  { what: 'make domains', kinds: ['domain'], service: 'identity', call: sameDomain },
  {
    what: 'make projects',
    kinds: ['project'],
    service: 'identity',
    call: ({ nowhere }) => renaming('/projects', 'project', nowhere),
  },
  {
    what: 'make users',
    kinds: ['user'],
    service: 'identity',
    call: ({ nowhere }) => renaming('/users', 'user', nowhere),
  },
  {
    what: 'make groups',
    kinds: ['group'],
    service: 'identity',
    call: ({ nowhere }) => renaming('/groups', 'group', nowhere),
  },
  { what: 'make roles', kinds: ['role'], service: 'identity', call: sameRole },
  {
    what: 'give roles',
    kinds: ['role-assignment', 'server', 'server-group'],
    // Where the project is there, the operator may have had a role in it before.
    when: (node, { scope }) => node.kind.inProject !== true || projectOf(node, scope) === undefined,
    service: 'identity',
    call: noGrant,
  },
  ...QUOTA_SERVICES.map(quotaQuestion),
  { what: 'make flavors', kinds: ['flavor'], service: 'compute', call: noFlavor },
  {
    what: 'give projects access to flavors',
    kinds: ['flavor-access'],
    service: 'compute',
    call: ({ nowhere }) => ({
      method: 'POST',
      path: `/flavors/${nowhere}/action`,
      body: { addTenantAccess: { tenant: nowhere } },
    }),
  },
  {
    what: 'make keypairs for users',
    kinds: ['keypair'],
    service: 'compute',
    call: ({ nowhere }) => ({
      method: 'DELETE',
      path: `/os-keypairs/${nowhere}`,
      query: { user_id: nowhere },
      microversion: `2.${OF_USERS}`,
    }),
  },
  {
    what: 'see the servers of other projects',
    kinds: ['server'],
    service: 'compute',
    call: () => ({ path: '/servers', query: { all_tenants: true, limit: 1 } }),
  },
  {
    what: 'make images for other projects',
    kinds: ['image'],
    when: isForOthers,
    service: 'image',
    call: (asked) => sameImage(asked, { owner: asked.nowhere, visibility: 'private' }),
  },
  {
    what: 'make public images',
    kinds: ['image'],
    when: ({ resource }) => (resource as Image).visibility === 'public',
    service: 'image',
    call: (asked) => sameImage(asked, { visibility: 'public' }),
  },
  {
    what: 'make networks and ports for other projects',
    kinds: NETWORKS,
    when: isForOthers,
    service: 'network',
    // Not a network or a port: for these Neutron makes the project a `default` security group before it looks at the rest.
    call: ({ nowhere }) =>
      inNoNetwork('/subnets', 'subnet', {
        project_id: nowhere,
        network_id: nowhere,
        ip_version: 4,
        cidr: '192.0.2.0/24',
      }),
    isRefusal: isForOwnOnly,
  },
  {
    what: 'make floating IPs of a chosen address for other projects',
    kinds: ['floating-ip'],
    when: isForOthers,
    service: 'network',
    call: ({ nowhere }) =>
      inNoNetwork('/floatingips', 'floatingip', {
        project_id: nowhere,
        floating_network_id: nowhere,
        floating_ip_address: '192.0.2.5',
      }),
    isRefusal: isForOwnOnly,
  },
];

/** What the plan will ask of the destination: each question once. */
export async function probesOf(scope: PlanScope, made: readonly Node[]): Promise<Probe[]> {
  const { destination } = scope;
  const asked = { destination, login: await destination.identity(), nowhere: nowhereId() };
  const about = { scope, ...asked };
  return QUESTIONS.filter(({ kinds, when }) =>
    made.some((node) => kinds.includes(node.kind.kind) && when?.(node, about) !== false),
  ).map((question) => ({ ...question, call: async () => question.call(asked) }));
}

/** Undefined where the plan makes it, or there is none. */
function projectOf({ kind, resource }: Node, { ids }: PlanScope): string | undefined {
  return ids[referenceKey({ kind: 'project', id: kind.project?.(resource) ?? '' })];
}

function isForOthers(node: Node, { scope, login }: { scope: PlanScope } & Asked): boolean {
  return (
    node.kind.project?.(node.resource) !== undefined && projectOf(node, scope) !== login.projectId
  );
}

function renaming(path: string, one: string, nowhere: string): CallOptions {
  return { method: 'PATCH', path: `${path}/${nowhere}`, body: { [one]: { name: nowhere } } };
}

/** No two domains have one name. */
async function sameDomain({ destination, login, nowhere }: Asked) {
  const path = `/domains/${encodeURIComponent(login.userDomainId)}`;
  const schema = z.looseObject({ domain: z.looseObject({ name: z.string() }) });
  const { domain: own } = await destination.request('identity', { path, schema });
  const domain = { name: own.name, description: nowhere };
  return { method: 'POST', path: '/domains', body: { domain } } as const;
}

/** No two roles have one name: the login has such a one. */
function sameRole({ login, nowhere }: Asked): CallOptions | undefined {
  const [name] = login.roles;
  if (name === undefined) return undefined;
  return { method: 'POST', path: '/roles', body: { role: { name, description: nowhere } } };
}

/** Keystone looks for role and project first: they are the login's own; the user is nobody. */
async function noGrant({ destination, login, nowhere }: Asked): Promise<CallOptions | undefined> {
  const [name] = login.roles;
  const schema = z.looseObject({ roles: z.array(z.looseObject({ id: z.string() })) });
  const call = { path: '/roles', query: { name }, schema };
  const [role] = (await destination.request('identity', call)).roles;
  if (role === undefined || login.projectId === undefined) return undefined;
  const path = `/projects/${login.projectId}/users/${nowhere}/roles/${role.id}`;
  return { method: 'DELETE', path };
}

function quotaQuestion(service: QuotaService): Question {
  return {
    what: `set the ${service} quotas of projects`,
    kinds: ['quota'],
    when: ({ resource }) => Object.keys((resource as unknown as Quota).own[service]).length > 0,
    service,
    call: ({ destination, nowhere }) => withoutLimits(destination, service, nowhere),
  };
}

/** An older Nova changes no flavor. */
async function noFlavor({ destination, nowhere }: Asked): Promise<CallOptions> {
  const path = `/flavors/${nowhere}`;
  if (!(await describesFlavors(destination))) return { method: 'DELETE', path };
  return {
    method: 'PUT',
    path,
    body: { flavor: { description: null } },
    microversion: `2.${DESCRIPTION}`,
  };
}

/** Glance gives no id twice, not even that of a deleted image. */
async function sameImage(
  { destination, nowhere }: Asked,
  more: object,
): Promise<CallOptions | undefined> {
  const schema = z.looseObject({ images: z.array(z.looseObject({ id: z.string() })) });
  const call = { path: '/images', query: { limit: 1, visibility: 'all' }, schema };
  const [image] = (await destination.request('image', call)).images;
  if (image === undefined) return undefined;
  return { method: 'POST', path: '/images', body: { id: image.id, name: nowhere, ...more } };
}

function inNoNetwork(path: string, one: string, body: object): CallOptions {
  return { method: 'POST', path, body: { [one]: body } };
}

/** Neutron says so with 400: who is no administrator has no say in the project. */
function isForOwnOnly(error: OpenStackError): boolean {
  return hasStatus(error, 400) && error.detail.includes("'tenant_id' other than the authenticated");
}

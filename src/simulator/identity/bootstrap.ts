import { SYSTEM } from './assignments-store.ts';
import type { Keystone } from './keystone.ts';
import { hashOf } from './password.ts';
import { newId } from './state.ts';
import type { Project, Role, Target, User } from './state.ts';

const SERVICE_USERS = ['glance', 'placement', 'nova', 'neutron', 'cinder'];

/** What `keystone-manage bootstrap` leaves, and the services' project and users. Answers the administrator's project. */
export function bootstrap(keystone: Keystone, password: string): string {
  const { projects } = keystone;
  projects.set('default', {
    ...project('Default', null),
    id: 'default',
    description: 'The default domain',
  });
  const home = project('admin', 'default', 'Bootstrap project for initializing the cloud.');
  const service = project('service', 'default', 'Service Project');
  for (const each of [home, service]) projects.set(each.id, each);
  const reader = addRole(keystone, 'reader');
  const member = addRole(keystone, 'member', { implies: new Set([reader.id]) });
  const admin = addRole(keystone, 'admin', { implies: new Set([member.id]) });
  const userId = addUser(keystone, 'admin', { password: hashOf(password) });
  give(keystone, userId, admin, { type: 'project', id: home.id });
  give(keystone, userId, admin, SYSTEM);
  const serviceRole = addRole(keystone, 'service', { options: {} });
  for (const name of SERVICE_USERS) {
    const id = addUser(keystone, name, { defaultProjectId: service.id });
    for (const role of [serviceRole, admin]) {
      give(keystone, id, role, { type: 'project', id: service.id });
    }
  }
  return home.id;
}

function project(name: string, domainId: string | null, description = ''): Project {
  return {
    id: newId(),
    name,
    domainId,
    parentId: domainId,
    description,
    enabled: true,
    tags: [],
    options: {},
    extra: {},
  };
}

function addRole({ roles }: Keystone, name: string, more: Partial<Role> = {}): Role {
  const role = {
    id: newId(),
    name,
    domainId: null,
    description: null,
    options: { immutable: true },
    extra: {},
    implies: new Set<string>(),
    ...more,
  };
  roles.set(role.id, role);
  return role;
}

/** Without a password nobody logs in with it. Answers its id. */
function addUser({ users }: Keystone, name: string, more: Partial<User>): string {
  const id = newId();
  users.set(id, {
    id,
    name,
    domainId: 'default',
    enabled: true,
    password: undefined,
    defaultProjectId: undefined,
    options: {},
    extra: {},
    ...more,
  });
  return id;
}

function give({ assignments }: Keystone, userId: string, role: Role, target: Target): void {
  assignments.add({
    actor: { type: 'user', id: userId },
    target,
    roleId: role.id,
    inherited: false,
  });
}

import type { Session } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const credentials = (user: object, scope?: object) => ({
  auth: {
    identity: { methods: ['password'], password: { user } },
    ...(scope === undefined ? {} : { scope }),
  },
});
const alice = { id: '{alice}', password: '{password}' };
const tokens = 'identity POST /auth/tokens';

const logins = [
  step('version documents', 'identity GET ^/', { as: 'nobody' }),
  step('version document of v3', 'identity GET ^/v3', { as: 'nobody' }),
  step('version document of v3 with a slash', 'identity GET ^/v3/', { as: 'nobody' }),
  step('login to a project', tokens, {
    as: 'nobody',
    body: credentials(alice, { project: { id: '{project}' } }),
    keep: { token: 'header:x-subject-token' },
  }),
  step('login by names', tokens, {
    as: 'nobody',
    body: credentials(
      { name: '{run}-alice', domain: { name: 'Default' }, password: '{password}' },
      { project: { name: '{run}-project', domain: { id: 'default' } } },
    ),
    list: 'shape',
  }),
  step('login without scope', tokens, { as: 'nobody', body: credentials(alice) }),
  step('login explicitly unscoped', tokens, {
    as: 'nobody',
    body: credentials(alice, 'unscoped' as unknown as object),
  }),
  step('login without catalog', 'identity POST /auth/tokens?nocatalog', {
    as: 'nobody',
    body: credentials(alice, { project: { id: '{project}' } }),
  }),
  step('login with a wrong password', tokens, {
    as: 'nobody',
    body: credentials({ ...alice, password: 'wrong' }),
  }),
  step('login of an unknown user', tokens, {
    as: 'nobody',
    body: credentials({ id: 'nobody-here', password: 'x' }),
  }),
  step('login to a project without a role', tokens, {
    as: 'nobody',
    body: credentials(alice, { project: { id: '{other}' } }),
  }),
  step('login to an unknown project', tokens, {
    as: 'nobody',
    body: credentials(alice, { project: { id: 'no-such-project' } }),
  }),
  step('login to a domain without a role', tokens, {
    as: 'nobody',
    body: credentials(alice, { domain: { id: 'default' } }),
  }),
  step('login with an empty body', tokens, { as: 'nobody', body: {} }),
  step('login without methods', tokens, { as: 'nobody', body: { auth: { identity: {} } } }),
  step('login with an unknown method', tokens, {
    as: 'nobody',
    body: { auth: { identity: { methods: ['magic'], magic: {} } } },
  }),
  step('login with no JSON', tokens, {
    as: 'nobody',
    bytes: '{"auth":',
    headers: { 'content-type': 'application/json' },
  }),
  step('login with a token', tokens, {
    as: 'nobody',
    body: {
      auth: {
        identity: { methods: ['token'], token: { id: '{token}' } },
        scope: { project: { id: '{project}' } },
      },
    },
    list: 'shape',
  }),
  step('login with a bad token', tokens, {
    as: 'nobody',
    body: { auth: { identity: { methods: ['token'], token: { id: 'nonsense' } } } },
  }),
  step('looks at the own token', 'identity GET /auth/tokens', {
    as: 'member',
    headers: { 'x-subject-token': '{token}' },
    list: 'shape',
  }),
  step('checks the own token', 'identity HEAD /auth/tokens', {
    as: 'member',
    headers: { 'x-subject-token': '{token}' },
  }),
  step('looks at a token that is none', 'identity GET /auth/tokens', {
    headers: { 'x-subject-token': 'nonsense' },
  }),
  step('looks at no token', 'identity GET /auth/tokens'),
  step('own catalog', 'identity GET /auth/catalog', { as: 'member' }),
  step('own projects', 'identity GET /auth/projects', { as: 'member' }),
  step('own domains', 'identity GET /auth/domains', { as: 'member' }),
  step('revokes the own token', 'identity DELETE /auth/tokens', {
    as: 'member',
    headers: { 'x-subject-token': '{token}' },
  }),
  step('calls with a revoked token', 'identity GET /auth/projects', {
    as: 'nobody',
    headers: { 'x-auth-token': '{token}' },
  }),
  step('calls another service with a revoked token', 'network GET /networks', {
    as: 'nobody',
    headers: { 'x-auth-token': '{token}' },
  }),
];

const projects = [
  step('creates a project', 'identity POST /projects', {
    body: {
      project: {
        name: '{run}-p1',
        domain_id: 'default',
        description: 'one',
        tags: ['b', 'a'],
        pumphouse_source_id: 'abc',
      },
    },
    keep: { p1: 'project.id' },
    undo: '/projects/{p1}',
  }),
  step('creates a project with its name only', 'identity POST /projects', {
    body: { project: { name: '{run}-p2' } },
    keep: { p2: 'project.id' },
    undo: '/projects/{p2}',
  }),
  step('creates a project below another', 'identity POST /projects', {
    body: { project: { name: '{run}-p3', parent_id: '{p1}', enabled: false } },
    keep: { p3: 'project.id' },
    undo: '/projects/{p3}',
  }),
  step('creates a project of a taken name', 'identity POST /projects', {
    body: { project: { name: '{run}-p1', domain_id: 'default' } },
  }),
  step('creates a project without name', 'identity POST /projects', { body: { project: {} } }),
  step('creates a project with an empty name', 'identity POST /projects', {
    body: { project: { name: '' } },
  }),
  step('creates a project with a wrong type', 'identity POST /projects', {
    body: { project: { name: '{run}-px', enabled: 'yes please' } },
  }),
  step('creates a project in an unknown domain', 'identity POST /projects', {
    body: { project: { name: '{run}-px', domain_id: 'nowhere' } },
  }),
  step('creates a project without wrapper', 'identity POST /projects', { body: { name: 'x' } }),
  step('creates a project as a member', 'identity POST /projects', {
    as: 'member',
    body: { project: { name: '{run}-px' } },
  }),
  step('creates a project as nobody', 'identity POST /projects', {
    as: 'nobody',
    body: { project: { name: '{run}-px' } },
  }),
  step('creates a project with a bad tag', 'identity POST /projects', {
    body: { project: { name: '{run}-px', tags: ['a/b'] } },
  }),
  step('shows a project', 'identity GET /projects/{p1}'),
  step('shows a project to its member', 'identity GET /projects/{project}', { as: 'member' }),
  step("shows a stranger's project", 'identity GET /projects/{p1}', { as: 'member' }),
  step('shows a project that is not there', 'identity GET /projects/no-such'),
  step('lists projects', 'identity GET /projects', { list: 'mine' }),
  step('lists projects by name', 'identity GET /projects?name={run}-p2'),
  step('lists projects by a tag', 'identity GET /projects?tags=a&name={run}-p1'),
  step('lists projects by an own attribute', 'identity GET /projects?pumphouse_source_id=zzz', {
    list: 'mine',
  }),
  step(
    'lists projects by domain and state',
    'identity GET /projects?domain_id=default&enabled=false',
    {
      list: 'mine',
    },
  ),
  step('lists projects with a limit', 'identity GET /projects?limit=1&name={run}-p1'),
  step('lists projects as a member', 'identity GET /projects', { as: 'member' }),
  step('changes a project', 'identity PATCH /projects/{p1}', {
    body: { project: { description: 'two', name: '{run}-p1b', pumphouse_source_id: 'def' } },
  }),
  step('changes a project that is not there', 'identity PATCH /projects/no-such', {
    body: { project: { description: 'x' } },
  }),
  step('moves a project to another domain', 'identity PATCH /projects/{p2}', {
    body: { project: { domain_id: 'nowhere' } },
  }),
  step('changes a project as a member', 'identity PATCH /projects/{project}', {
    as: 'member',
    body: { project: { description: 'x' } },
  }),
  step('adds a tag', 'identity PUT /projects/{p1}/tags/pumphouse:operator:1'),
  step('adds a tag again', 'identity PUT /projects/{p1}/tags/pumphouse:operator:1'),
  step('checks a tag', 'identity GET /projects/{p1}/tags/pumphouse:operator:1'),
  step('checks a tag that is not there', 'identity GET /projects/{p1}/tags/none'),
  step('lists tags', 'identity GET /projects/{p1}/tags'),
  step('sets all tags', 'identity PUT /projects/{p1}/tags', { body: { tags: ['x', 'y'] } }),
  step('sets tags twice the same', 'identity PUT /projects/{p1}/tags', {
    body: { tags: ['x', 'x'] },
  }),
  step('removes a tag', 'identity DELETE /projects/{p1}/tags/x'),
  step('removes a tag that is not there', 'identity DELETE /projects/{p1}/tags/x'),
  step('lists tags of no project', 'identity GET /projects/no-such/tags'),
  step('deletes a project with children', 'identity DELETE /projects/{p1}'),
  step('deletes a project as a member', 'identity DELETE /projects/{project}', { as: 'member' }),
  step('deletes a project', 'identity DELETE /projects/{p3}'),
  step('deletes a project again', 'identity DELETE /projects/{p3}'),
];

const users = [
  step('creates a user', 'identity POST /users', {
    body: {
      user: {
        name: '{run}-u1',
        domain_id: 'default',
        password: '{password}',
        email: 'u1@example.org',
        description: 'one',
        default_project_id: '{project}',
        pumphouse_source_id: 'abc',
      },
    },
    keep: { u1: 'user.id' },
    undo: '/users/{u1}',
  }),
  step('creates a user without password', 'identity POST /users', {
    body: { user: { name: '{run}-u2', enabled: false } },
    keep: { u2: 'user.id' },
    undo: '/users/{u2}',
  }),
  step('creates a user of a taken name', 'identity POST /users', {
    body: { user: { name: '{run}-u1' } },
  }),
  step('creates a user without name', 'identity POST /users', { body: { user: {} } }),
  step('creates a user with a wrong type', 'identity POST /users', {
    body: { user: { name: '{run}-ux', enabled: 'maybe' } },
  }),
  step('creates a user as a member', 'identity POST /users', {
    as: 'member',
    body: { user: { name: '{run}-ux' } },
  }),
  step('shows a user', 'identity GET /users/{u1}'),
  step('shows oneself', 'identity GET /users/{alice}', { as: 'member' }),
  step('shows another user to a member', 'identity GET /users/{u1}', { as: 'member' }),
  step('shows a user that is not there', 'identity GET /users/no-such'),
  step('lists users', 'identity GET /users', { list: 'mine' }),
  step('lists users by name', 'identity GET /users?name={run}-u2&domain_id=default'),
  step('lists users by part of the name', 'identity GET /users?name__startswith={run}-u'),
  step('lists users by state', 'identity GET /users?enabled=false', { list: 'mine' }),
  step('lists users as a member', 'identity GET /users', { as: 'member' }),
  step('changes a user', 'identity PATCH /users/{u1}', {
    body: { user: { description: 'two', email: null, enabled: true } },
  }),
  step('changes a user that is not there', 'identity PATCH /users/no-such', {
    body: { user: { description: 'two' } },
  }),
  step('changes a password', 'identity POST /users/{u1}/password', {
    as: 'nobody',
    body: { user: { original_password: '{password}', password: 'next-{password}' } },
  }),
  step('changes a password with a wrong one', 'identity POST /users/{u1}/password', {
    as: 'nobody',
    body: { user: { original_password: 'wrong', password: 'next-{password}' } },
  }),
  step('login with the next password', tokens, {
    as: 'nobody',
    body: credentials({ id: '{u1}', password: 'next-{password}' }),
  }),
  step('login of a disabled user', tokens, {
    as: 'nobody',
    body: credentials({ id: '{u2}', password: 'x' }),
  }),
  step("a user's projects", 'identity GET /users/{alice}/projects'),
  step("a user's groups", 'identity GET /users/{alice}/groups'),
  step('deletes a user as a member', 'identity DELETE /users/{u2}', { as: 'member' }),
  step('deletes a user', 'identity DELETE /users/{u2}'),
  step('deletes a user again', 'identity DELETE /users/{u2}'),
];

const roles = [
  step('lists roles', 'identity GET /roles', { list: 'mine' }),
  step('lists roles by name', 'identity GET /roles?name=member'),
  step('lists roles as a member', 'identity GET /roles', { as: 'member' }),
  step('shows a role', 'identity GET /roles/{role_member}'),
  step('shows a role that is not there', 'identity GET /roles/no-such'),
  step('creates a role', 'identity POST /roles', {
    body: { role: { name: '{run}-role', pumphouse_source_id: 'r' } },
    keep: { role: 'role.id' },
    undo: '/roles/{role}',
  }),
  step('creates a role of a taken name', 'identity POST /roles', {
    body: { role: { name: '{run}-role' } },
  }),
  step('gives a role', 'identity PUT /projects/{p2}/users/{u1}/roles/{role}'),
  step('gives a role again', 'identity PUT /projects/{p2}/users/{u1}/roles/{role}'),
  step('gives a role that is not there', 'identity PUT /projects/{p2}/users/{u1}/roles/no-such'),
  step('gives a role in no project', 'identity PUT /projects/no-such/users/{u1}/roles/{role}'),
  step('gives a role to nobody', 'identity PUT /projects/{p2}/users/no-such/roles/{role}'),
  step('gives a role as a member', 'identity PUT /projects/{project}/users/{u1}/roles/{role}', {
    as: 'member',
  }),
  step('checks a role', 'identity HEAD /projects/{p2}/users/{u1}/roles/{role}'),
  step(
    'checks a role that is not given',
    'identity HEAD /projects/{p2}/users/{alice}/roles/{role}',
  ),
  step('roles in a project', 'identity GET /projects/{p2}/users/{u1}/roles'),
  step(
    'assignments of a user in a project',
    'identity GET /role_assignments?user.id={u1}&scope.project.id={p2}',
  ),
  step(
    'effective assignments',
    'identity GET /role_assignments?user.id={admin}&scope.project.id={project}&effective',
  ),
  step(
    'effective assignments, as our client asks',
    'identity GET /role_assignments?user.id={alice}&scope.project.id={project}&effective=true',
  ),
  step(
    'assignments with names',
    'identity GET /role_assignments?scope.project.id={p2}&include_names=true',
  ),
  step('assignments of a role', 'identity GET /role_assignments?role.id={role}'),
  step('assignments as a member', 'identity GET /role_assignments', { as: 'member' }),
  step('takes a role', 'identity DELETE /projects/{p2}/users/{u1}/roles/{role}'),
  step('takes a role again', 'identity DELETE /projects/{p2}/users/{u1}/roles/{role}'),
  step('gives a role in a domain', 'identity PUT /domains/default/users/{u1}/roles/{role}', {
    undo: '/domains/default/users/{u1}/roles/{role}',
  }),
  step('roles in a domain', 'identity GET /domains/default/users/{u1}/roles'),
  step('implied roles', 'identity GET /roles/{role_admin}/implies'),
];

const others = [
  step('lists domains', 'identity GET /domains?name=Default'),
  step('lists domains by no name', 'identity GET /domains?name=none-such'),
  step('shows a domain', 'identity GET /domains/default'),
  step('shows a domain that is not there', 'identity GET /domains/no-such'),
  step('lists domains as a member', 'identity GET /domains', { as: 'member' }),
  step('creates a domain', 'identity POST /domains', {
    body: { domain: { name: '{run}-domain', pumphouse_source_id: 'd' } },
    keep: { domain: 'domain.id' },
  }),
  step('creates a domain of a taken name', 'identity POST /domains', {
    body: { domain: { name: '{run}-domain' } },
  }),
  step('deletes a domain that is enabled', 'identity DELETE /domains/{domain}'),
  step('disables a domain', 'identity PATCH /domains/{domain}', {
    body: { domain: { enabled: false } },
  }),
  step('creates a user in a disabled domain', 'identity POST /users', {
    body: { user: { name: '{run}-ud', domain_id: '{domain}' } },
  }),
  step('deletes a domain', 'identity DELETE /domains/{domain}'),
  step('creates a group', 'identity POST /groups', {
    body: { group: { name: '{run}-group', description: 'g' } },
    keep: { group: 'group.id' },
    undo: '/groups/{group}',
  }),
  step('puts a user into a group', 'identity PUT /groups/{group}/users/{u1}'),
  step('users of a group', 'identity GET /groups/{group}/users'),
  step('lists groups', 'identity GET /groups?name={run}-group'),
  step('gives a group a role', 'identity PUT /projects/{p2}/groups/{group}/roles/{role_member}'),
  step('effective roles through a group', 'identity GET /role_assignments?user.id={u1}&effective'),
  step('takes a user out of a group', 'identity DELETE /groups/{group}/users/{u1}'),
  step('lists regions', 'identity GET /regions'),
  step('lists services', 'identity GET /services?type=compute'),
  step('lists endpoints', 'identity GET /endpoints', { list: 'shape' }),
  step('lists services as a member', 'identity GET /services', { as: 'member' }),
  step(
    'creates an application credential',
    'identity POST /users/{alice}/application_credentials',
    {
      as: 'member',
      body: { application_credential: { name: '{run}-ac' } },
      hide: ['secret'],
      keep: { ac: 'application_credential.id', secret: 'application_credential.secret' },
      undo: '/users/{alice}/application_credentials/{ac}',
    },
  ),
  step('login with an application credential', tokens, {
    as: 'nobody',
    body: {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: '{ac}', secret: '{secret}' },
        },
      },
    },
    list: 'shape',
  }),
  step('login with an application credential and a scope', tokens, {
    as: 'nobody',
    body: {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: '{ac}', secret: '{secret}' },
        },
        scope: { project: { id: '{project}' } },
      },
    },
  }),
  step('login with a wrong secret', tokens, {
    as: 'nobody',
    body: {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: '{ac}', secret: 'wrong' },
        },
      },
    },
  }),
  step('lists application credentials', 'identity GET /users/{alice}/application_credentials', {
    as: 'member',
  }),
  step(
    "lists another's application credentials",
    'identity GET /users/{alice}/application_credentials',
    { as: 'stranger' },
  ),
  step('a path that is not there', 'identity GET /nothing'),
  step('a path that is not there, as nobody', 'identity GET /nothing', { as: 'nobody' }),
  step('a method that is not there', 'identity PUT /users'),
  step('lists users as nobody', 'identity GET /users', { as: 'nobody' }),
  step('lists users with a bad token', 'identity GET /users', {
    as: 'nobody',
    headers: { 'x-auth-token': 'nonsense' },
  }),
  prepare('identity PATCH /users/{alice}', { body: { user: { enabled: false } } }),
  step('calls with the token of a disabled user', 'identity GET /auth/projects', { as: 'member' }),
];

export const identity: Session = {
  service: 'identity',
  name: 'identity',
  steps: [...logins, ...projects, ...users, ...roles, ...others],
};

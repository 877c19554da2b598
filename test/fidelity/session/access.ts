import type { Session } from '../wire/step.ts';
import { step } from '../wire/step.ts';

const unlocked = { options: { immutable: false } };

const immutable = [
  step('creates an immutable role', 'identity POST /roles', {
    body: { role: { name: '{run}-fixed', options: { immutable: true }, contact: 'acme' } },
    keep: { fixed: 'role.id' },
    undo: '/roles/{fixed}',
  }),
  step('describes an immutable role', 'identity PATCH /roles/{fixed}', {
    body: { role: { description: 'x' } },
  }),
  step('describes a role and makes it mutable', 'identity PATCH /roles/{fixed}', {
    body: { role: { description: 'x', ...unlocked } },
  }),
  step('makes an immutable role immutable', 'identity PATCH /roles/{fixed}', {
    body: { role: { options: { immutable: true } } },
  }),
  step('lets an immutable role imply another', 'identity PUT /roles/{fixed}/implies/{role_member}'),
  step('lets it imply that again', 'identity PUT /roles/{fixed}/implies/{role_member}'),
  step('deletes an immutable role', 'identity DELETE /roles/{fixed}'),
  step('makes a role mutable', 'identity PATCH /roles/{fixed}', { body: { role: unlocked } }),
  step('describes a role with nothing', 'identity PATCH /roles/{fixed}', {
    body: { role: { description: null } },
  }),
  step('creates an immutable project', 'identity POST /projects', {
    body: {
      project: { name: '{run}-fixed', options: { immutable: true }, tags: ['a'], colour: 'red' },
    },
    keep: { still: 'project.id' },
    undo: '/projects/{still}',
  }),
  step('tags an immutable project', 'identity PUT /projects/{still}/tags/b'),
  step('replaces the tags of an immutable project', 'identity PUT /projects/{still}/tags', {
    body: { tags: ['c'] },
  }),
  step('takes a tag of an immutable project', 'identity DELETE /projects/{still}/tags/a'),
  step('takes all tags of an immutable project', 'identity DELETE /projects/{still}/tags'),
  step('describes a project and makes it mutable', 'identity PATCH /projects/{still}', {
    body: { project: { description: 'x', ...unlocked } },
  }),
  step('deletes an immutable project', 'identity DELETE /projects/{still}'),
  step('makes a project mutable', 'identity PATCH /projects/{still}', {
    body: { project: unlocked },
  }),
];

const domains = [
  step('creates an immutable domain', 'identity POST /domains', {
    body: {
      domain: {
        name: '{run}-fixed',
        enabled: false,
        tags: ['a'],
        options: { immutable: true },
        colour: 'red',
      },
    },
    keep: { domain: 'domain.id' },
    undo: '/domains/{domain}',
  }),
  step('makes a domain mutable', 'identity PATCH /domains/{domain}', {
    body: { domain: unlocked },
  }),
  step('deletes an immutable domain', 'identity DELETE /domains/{domain}'),
  step('makes a domain mutable as a project', 'identity PATCH /projects/{domain}', {
    body: { project: unlocked },
  }),
  step('creates a project in a disabled domain', 'identity POST /projects', {
    body: { project: { name: '{run}-below', domain_id: '{domain}' } },
  }),
  step('creates a group in a disabled domain', 'identity POST /groups', {
    body: { group: { name: '{run}-g', domain_id: '{domain}', colour: 'red' } },
    keep: { group: 'group.id' },
  }),
  step('creates a role of a domain', 'identity POST /roles', {
    body: { role: { name: '{run}-local', domain_id: '{domain}' } },
    keep: { local: 'role.id' },
  }),
  step('lists the roles of a domain', 'identity GET /roles?domain_id={domain}'),
  step('lets a role of a domain be implied', 'identity PUT /roles/{fixed}/implies/{local}'),
  step('lets a role of a domain imply', 'identity PUT /roles/{local}/implies/{fixed}'),
  step('what a role of a domain implies', 'identity GET /roles/{local}/implies'),
  step(
    'gives a role of a domain elsewhere',
    'identity PUT /projects/{still}/groups/{group}/roles/{local}',
  ),
  step(
    'gives a role of a domain on the system',
    'identity PUT /system/groups/{group}/roles/{local}',
  ),
  step(
    'gives a role of a domain on it',
    'identity PUT /domains/{domain}/groups/{group}/roles/{local}',
  ),
  step(
    'gives a role below a domain',
    'identity PUT /OS-INHERIT/domains/{domain}/groups/{group}/roles/{fixed}/inherited_to_projects',
  ),
  step('gives a role on the system', 'identity PUT /system/groups/{group}/roles/{fixed}'),
  step(
    'assignments of a group, with names',
    'identity GET /role_assignments?group.id={group}&include_names=true',
  ),
  step(
    'assignments of a group on the system',
    'identity GET /role_assignments?group.id={group}&scope.system=all',
  ),
  step(
    'checks what is given below a domain',
    'identity GET /OS-INHERIT/domains/{domain}/groups/{group}/roles/{fixed}/inherited_to_projects',
  ),
  step('configuration of a domain that has none', 'identity GET /domains/{domain}/config'),
];

const federated = [
  step('creates an identity provider', 'identity PUT /OS-FEDERATION/identity_providers/{run}-sso', {
    body: { identity_provider: { enabled: true, domain_id: '{domain}' } },
    undo: '/OS-FEDERATION/identity_providers/{run}-sso',
  }),
  step('shows an identity provider', 'identity GET /OS-FEDERATION/identity_providers/{run}-sso'),
  step('creates a mapping', 'identity PUT /OS-FEDERATION/mappings/{run}-map', {
    body: {
      mapping: {
        rules: [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'REMOTE_USER' }] }],
      },
    },
    undo: '/OS-FEDERATION/mappings/{run}-map',
  }),
  step(
    'creates a protocol',
    'identity PUT /OS-FEDERATION/identity_providers/{run}-sso/protocols/mapped',
    {
      body: { protocol: { mapping_id: '{run}-map' } },
      undo: '/OS-FEDERATION/identity_providers/{run}-sso/protocols/mapped',
    },
  ),
  step('creates a user of an identity provider', 'identity POST /users', {
    body: {
      user: {
        name: '{run}-guest',
        federated: [
          { idp_id: '{run}-sso', protocols: [{ protocol_id: 'mapped', unique_id: 'g' }] },
        ],
      },
    },
    keep: { guest: 'user.id' },
    undo: '/users/{guest}',
  }),
  step('creates a user of no identity provider', 'identity POST /users', {
    body: {
      user: {
        name: '{run}-nobody',
        federated: [{ idp_id: 'none', protocols: [{ protocol_id: 'mapped', unique_id: 'g' }] }],
      },
    },
  }),
  step('shows a user of an identity provider', 'identity GET /users/{guest}'),
  step('lists a user of an identity provider by name', 'identity GET /users?name={run}-guest'),
];

const carriedByNone = [
  step('creates an EC2 credential', 'identity POST /users/{alice}/credentials/OS-EC2', {
    as: 'member',
    body: { tenant_id: '{project}' },
    hide: ['access', 'secret', 'links'],
    // It goes with the user: this cloud's Keystone, which caches in its own memory, fails at deleting one that was listed.
  }),
  step(
    'creates an EC2 credential for no project',
    'identity POST /users/{alice}/credentials/OS-EC2',
    {
      body: {},
    },
  ),
  step('lists EC2 credentials', 'identity GET /users/{alice}/credentials/OS-EC2', {
    hide: ['access', 'secret', 'links'],
  }),
  step("lists another's EC2 credentials", 'identity GET /users/{alice}/credentials/OS-EC2', {
    as: 'stranger',
  }),
  step('lists EC2 credentials of nobody', 'identity GET /users/no-such/credentials/OS-EC2'),
  step('creates a trust', 'identity POST /OS-TRUST/trusts', {
    as: 'member',
    body: {
      trust: {
        trustor_user_id: '{alice}',
        trustee_user_id: '{guest}',
        project_id: '{project}',
        impersonation: true,
        roles: [{ id: '{role_member}' }],
      },
    },
    keep: { trust: 'trust.id' },
    undo: '/OS-TRUST/trusts/{trust}',
  }),
  step("creates another's trust", 'identity POST /OS-TRUST/trusts', {
    body: {
      trust: {
        trustor_user_id: '{alice}',
        trustee_user_id: '{guest}',
        project_id: '{project}',
        impersonation: true,
        roles: [{ id: '{role_member}' }],
      },
    },
  }),
  step('creates a trust of no role', 'identity POST /OS-TRUST/trusts', {
    as: 'member',
    body: {
      trust: {
        trustor_user_id: '{alice}',
        trustee_user_id: '{guest}',
        project_id: '{project}',
        impersonation: true,
        roles: [],
      },
    },
  }),
  step('shows a trust', 'identity GET /OS-TRUST/trusts/{trust}'),
  step('lists the trusts of a trustor', 'identity GET /OS-TRUST/trusts?trustor_user_id={alice}'),
  step('lists the trusts of nobody', 'identity GET /OS-TRUST/trusts?trustor_user_id=no-such'),
  step('lists trusts as a member', 'identity GET /OS-TRUST/trusts', { as: 'member' }),
  step(
    'lists the trusts of a trustee as another',
    'identity GET /OS-TRUST/trusts?trustee_user_id={guest}',
    { as: 'member' },
  ),
  step('deletes a trust', 'identity DELETE /OS-TRUST/trusts/{trust}'),
  step('deletes a trust again', 'identity DELETE /OS-TRUST/trusts/{trust}'),
];

/** What decides who may do what, and what of it no one can carry elsewhere. */
export const access: Session = {
  service: 'identity',
  name: 'access',
  steps: [...immutable, ...domains, ...federated, ...carriedByNone],
};

import { expect, test } from 'vitest';
import { rights } from '../../../../src/activities/preflight/rights.ts';
import { ALREADY_THERE } from '../../../../src/model/plan.ts';
import type { Cloud } from '../../../../src/openstack/cloud.ts';
import { readAssignment } from '../../../../src/resources/role-assignment/schema.ts';
import { scopeOf } from './scope.ts';

const CLOUDS = { source: { name: 'east' } as Cloud, destination: { name: 'west' } as Cloud };

const role = (name: string, implied: readonly string[] = []) =>
  [
    'role',
    { id: name, name, domain_id: null, implies: implied.map((each) => ({ id: each, name: each })) },
  ] as const;
const user = (name: string) => ['user', { id: name, name, domain_id: 'default' }] as const;

function grant(of: string, to: string) {
  const assignment = readAssignment({
    role: { id: of, name: of },
    user: { id: to, name: to },
    scope: { project: { id: 'p1', name: 'acme' } },
  });
  if (assignment === undefined) throw new Error('no assignment');
  return ['role-assignment', assignment] as const;
}

/** `there`: keys of what the destination had before; all else is made. */
async function found(resources: Parameters<typeof scopeOf>[1], there: readonly string[]) {
  const scope = scopeOf(CLOUDS, resources);
  const items = scope.items.map((item) =>
    there.includes(item.key)
      ? { ...item, action: 'reuse' as const, reason: ALREADY_THERE, destinationId: 'there' }
      : item,
  );
  return (await rights({ ...scope, items })).map(({ code, subject, message }) => ({
    code,
    subject,
    message,
  }));
}

test('rights for a user whom the destination had before, and who may be another, are told', async () => {
  const resources = [role('member'), user('bob'), user('eve'), grant('member', 'bob')];
  expect(await found(resources, ['role/member'])).toEqual([]);
  expect(await found([...resources, grant('member', 'eve')], ['role/member', 'user/bob'])).toEqual([
    {
      code: 'rights-to-namesake',
      subject: 'west',
      message: expect.stringMatching(
        /^The plan gives 1 role assignment .* west had before.*: member: bob on acme/,
      ),
    },
  ]);
});

test('who is let into a project that the destination had before, and that may be another’s, is told', async () => {
  const acme = ['project', { id: 'p1', name: 'acme', domain_id: 'default' }] as const;
  const resources = [role('member'), user('bob'), acme, grant('member', 'bob')];
  expect(await found(resources, ['role/member'])).toEqual([]);
  expect(await found(resources, ['role/member', 'project/p1'])).toMatchObject([
    {
      code: 'rights-on-namesake',
      message: expect.stringContaining('member: bob on acme') as string,
    },
  ]);
});

test('a role of its own that the destination has as well may allow more there, and is told', async () => {
  const resources = [role('operator'), user('bob'), grant('operator', 'bob')];
  expect(await found(resources, ['role/operator'])).toMatchObject([
    { code: 'role-namesake', subject: 'role/operator' },
  ]);
  expect(await found(resources, [])).toEqual([]);
});

test('a manager that the source made itself is not taken unsaid for the manager of newer releases', async () => {
  const own = [role('manager'), user('bob'), grant('manager', 'bob')];
  const itsOwn = [role('manager', ['member']), user('bob'), grant('manager', 'bob')];
  expect(await found(own, ['role/manager'])).toMatchObject([{ code: 'role-namesake' }]);
  expect(await found(itsOwn, ['role/manager'])).toEqual([]);
});

test('who becomes an administrator of the destination is told by name, and not all of a hundred', async () => {
  const [only] = await found([role('admin'), user('bob'), grant('admin', 'bob')], ['role/admin']);
  expect(only).toMatchObject({ code: 'new-administrators' });
  expect(only?.message).toContain('admin: bob on acme');
  const many = Array.from({ length: 100 }, (_, number) => `u${number}`);
  const all = await found(
    [role('admin'), ...many.map(user), ...many.map((each) => grant('admin', each))],
    ['role/admin'],
  );
  expect(all[0]?.message).toContain('and 90 more');
});

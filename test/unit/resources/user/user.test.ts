import { expect, test } from 'vitest';
import { attributes } from '../../../../src/resources/user/attributes.ts';
import { homeOf, userSchema } from '../../../../src/resources/user/schema.ts';

const HEX = 'd2dcd6273c0b4787b67d4cd6afff717f';
const wire = { id: HEX, name: 'carol', domain_id: 'default', enabled: true };

test('a user without an email and description is compared as such', () => {
  expect(attributes(userSchema.parse(wire), (kind, id) => `${kind} ${id}`)).toEqual({
    name: 'carol',
    domain: 'domain default',
    enabled: true,
    email: null,
    description: '',
    options: {},
    extra: {},
  });
});

test('what else a user was created with is compared, but for marks, links, ids of the source and passwords', () => {
  const more = {
    ...wire,
    shoe_size: 43,
    links: {},
    tenantId: 'p',
    password: 'x',
    pumphouse_source_id: 's',
  };
  expect(attributes(userSchema.parse(more), (_kind, id) => id)).toMatchObject({
    extra: { shoe_size: 43 },
  });
});

const home = (facts: object) => homeOf(userSchema.parse({ ...wire, ...facts }));

test("a directory's and an identity provider's users are told from Keystone's own, also of old clouds", () => {
  expect(home({ password_expires_at: null })).toBeUndefined();
  expect(home({})).toBeUndefined();
  expect(home({ id: HEX + HEX, password_expires_at: null })).toBeUndefined();
  expect(home({ id: HEX + HEX })).toBe('directory');
  expect(home({ id: 'jdoe' })).toBe('directory');
  expect(home({ password_expires_at: null, federated: [] })).toBeUndefined();
  expect(home({ password_expires_at: null, federated: [{ idp_id: 'sso' }] })).toBe(
    'identity provider',
  );
});

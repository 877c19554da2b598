import { expect, test } from 'vitest';
import { attributes } from '../../../../src/resources/user/attributes.ts';
import { userSchema } from '../../../../src/resources/user/schema.ts';

test('a user without an email and description is compared as such', () => {
  const wire = { id: 'u', name: 'carol', domain_id: 'default', enabled: true };
  expect(attributes({ ...userSchema.parse(wire), domain: 'Default' })).toEqual({
    name: 'carol',
    domain: 'Default',
    enabled: true,
    email: null,
    description: '',
    options: {},
  });
});

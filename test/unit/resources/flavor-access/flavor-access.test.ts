import { expect, test } from 'vitest';
import { flavorAccess } from '../../../../src/resources/flavor-access/index.ts';
import { accessId, parseAccessId } from '../../../../src/resources/flavor-access/schema.ts';

test('an id is read back, also of a flavor whose id holds a slash', () => {
  for (const flavorId of ['1', 'm1 large', 'gpu/large']) {
    const id = accessId(flavorId, 'f41b7dff71794ec097480f17c286de49');
    expect(parseAccessId(id)).toEqual({ flavorId, projectId: 'f41b7dff71794ec097480f17c286de49' });
  }
});

test('it is compared in terms of the destination', () => {
  const access = { id: 'f/p', name: 'acme.private', flavorId: 'f', projectId: 'p' };
  expect(flavorAccess.attributes(access, (kind, id) => `${kind} ${id}`)).toEqual({
    flavor: 'flavor f',
    project: 'project p',
  });
});

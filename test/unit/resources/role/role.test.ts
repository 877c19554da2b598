import { expect, test } from 'vitest';
import { OpenStackError } from '../../../../src/errors/openstack.ts';
import type { CallOptions, Cloud, RequestOptions } from '../../../../src/openstack/cloud.ts';
import { converge } from '../../../../src/resources/role/copy.ts';
import { roleSchema } from '../../../../src/resources/role/schema.ts';
import { provenanceDescription } from '../../../../src/model/provenance.ts';
import type { z } from 'zod';

const MARK = { source: 'a'.repeat(32), migration: 'acme' };
const SOURCE = {
  ...roleSchema.parse({ id: MARK.source, name: 'pilot', description: 'flies' }),
  options: { immutable: true },
  implies: [],
};
const MADE = { ...SOURCE, id: 'b', options: {}, description: provenanceDescription(MARK) };

/** Keystone that refuses to change the role; `now` is how another worker left it. */
function keystone(status: number, now: object): Cloud {
  const refused = {
    cloud: 'dst',
    service: 'identity',
    method: 'PATCH',
    url: '/v3/roles/b',
    status,
    detail: 'Duplicate entry.',
  };
  return {
    name: 'dst',
    call: (_service: string, _options: CallOptions) => Promise.reject(new OpenStackError(refused)),
    request: (_service: string, { schema }: RequestOptions<z.ZodType>) =>
      Promise.resolve(schema.parse({ role: now })),
  } as unknown as Cloud;
}

const complete = (destination: Cloud) =>
  converge({ destination, ids: {}, provenance: MARK } as never, SOURCE, MADE);

test.each([403, 409])(
  'a role that another worker completed meanwhile is complete (%i)',
  async (status) => {
    await expect(complete(keystone(status, { ...SOURCE, id: 'b' }))).resolves.toBeUndefined();
  },
);

test.each([403, 409])(
  'a refusal of a role that nobody has completed is told (%i)',
  async (status) => {
    await expect(complete(keystone(status, MADE))).rejects.toThrow('Duplicate entry.');
  },
);

test('any other refusal is told', async () => {
  await expect(complete(keystone(400, { ...SOURCE, id: 'b' }))).rejects.toThrow('400');
});

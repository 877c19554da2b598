import type { Schema } from './schema.ts';
import { boolean, exactly, name, only } from './types.ts';

const count: Schema = {
  type: ['integer', 'string'],
  pattern: '^[0-9]+$',
  minimum: 1,
  maximum: 0x7fffffff,
};
const size: Schema = { ...count, minimum: 0 };
const description: Schema = { type: ['string', 'null'], minLength: 0, maxLength: 65535 };

const properties: Readonly<Record<string, Schema>> = {
  name,
  id: {
    type: ['string', 'number', 'null'],
    minLength: 1,
    maxLength: 255,
    pattern: '^(?! )[a-zA-Z0-9. _-]+(?<! )$',
  },
  ram: count,
  vcpus: count,
  disk: size,
  'OS-FLV-EXT-DATA:ephemeral': size,
  swap: size,
  rxtx_factor: { type: ['number', 'string'], pattern: String.raw`^[0-9]+(\.[0-9]+)?$` },
  'os-flavor-access:is_public': boolean,
};
const required = ['name', 'ram', 'vcpus', 'disk'];

export function createFlavor(microversion: number): Schema {
  const all = microversion < 55 ? properties : { ...properties, description };
  return only('flavor', exactly(all, required));
}

export const updateFlavor = only('flavor', exactly({ description }, ['description']));

const specs: Schema = {
  type: 'object',
  patternProperties: {
    '^[a-zA-Z0-9-_:. ]{1,255}$': { type: ['string', 'number'], maxLength: 255 },
  },
  additionalProperties: false,
};

export const createSpecs = only('extra_specs', specs);
export const updateSpec: Schema = { ...specs, maxProperties: 1 };

const tenant = exactly({ tenant: { type: 'string', minLength: 1, maxLength: 255 } }, ['tenant']);

export const addAccess = only('addTenantAccess', tenant);
export const removeAccess = only('removeTenantAccess', tenant);

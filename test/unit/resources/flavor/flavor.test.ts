import { expect, test } from 'vitest';
import { provenanceDescription } from '../../../../src/model/provenance.ts';
import { attributes } from '../../../../src/resources/flavor/attributes.ts';
import { flavor } from '../../../../src/resources/flavor/index.ts';
import { flavorSchema } from '../../../../src/resources/flavor/schema.ts';

/** As Nova of Zed answers at 2.61. */
const WIRE = {
  id: '9c60d0ef-d453-4bbe-aec2-ea6704a981ff',
  name: 'lab.small',
  ram: 192,
  disk: 2,
  swap: '',
  'OS-FLV-EXT-DATA:ephemeral': 1,
  'OS-FLV-DISABLED:disabled': false,
  vcpus: 1,
  'os-flavor-access:is_public': false,
  rxtx_factor: 2,
  description: null,
  extra_specs: { 'hw_rng:allowed': 'True' },
};

test('a flavor is compared by everything but its id', () => {
  expect(attributes(flavorSchema.parse(WIRE))).toEqual({
    name: 'lab.small',
    ram: 192,
    vcpus: 1,
    disk: 2,
    ephemeral: 1,
    swap: 0,
    rxtx_factor: 2,
    is_public: false,
    description: null,
    extra_specs: { 'hw_rng:allowed': 'True' },
  });
});

test('no swap is an empty string below 2.75 and a zero above', () => {
  expect(flavorSchema.parse({ ...WIRE, swap: '' }).swap).toBe(0);
  expect(flavorSchema.parse({ ...WIRE, swap: 0 }).swap).toBe(0);
  expect(flavorSchema.parse({ ...WIRE, swap: 512 }).swap).toBe(512);
});

test('a flavor without its extra specs is refused, not copied without them', () => {
  const { extra_specs: _hidden, ...rest } = WIRE;
  expect(flavorSchema.safeParse(rest).success).toBe(false);
});

test('a flavor is ours only while its description holds the mark', () => {
  const description = provenanceDescription({ source: 'other-id' });
  const marked = flavorSchema.parse({ ...WIRE, description });
  expect(flavor.provenance(marked)?.source).toBe('other-id');
  expect(flavor.provenance(flavorSchema.parse(WIRE))).toBeUndefined();
});

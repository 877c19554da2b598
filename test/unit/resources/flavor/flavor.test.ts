import { expect, test } from 'vitest';
import { provenanceDescription } from '../../../../src/model/provenance.ts';
import { attributes } from '../../../../src/resources/flavor/attributes.ts';
import { flavor } from '../../../../src/resources/flavor/index.ts';
import { flavorSchema } from '../../../../src/resources/flavor/schema.ts';
import type { Flavor } from '../../../../src/resources/flavor/schema.ts';

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

function parse(wire: object): Flavor {
  const { extraSpecs = {}, ...rest } = flavorSchema.parse(wire);
  return { ...rest, extraSpecs };
}

test('a flavor is compared by everything but its id', () => {
  expect(attributes(parse(WIRE))).toEqual({
    name: 'lab.small',
    ram: 192,
    vcpus: 1,
    disk: 2,
    'OS-FLV-EXT-DATA:ephemeral': 1,
    swap: 0,
    rxtx_factor: 2,
    'os-flavor-access:is_public': false,
    description: null,
    extra_specs: { 'hw_rng:allowed': 'True' },
  });
});

test('no swap is an empty string below 2.75 and a zero above', () => {
  expect(flavorSchema.parse({ ...WIRE, swap: '' }).swap).toBe(0);
  expect(flavorSchema.parse({ ...WIRE, swap: 0 }).swap).toBe(0);
  expect(flavorSchema.parse({ ...WIRE, swap: 512 }).swap).toBe(512);
});

test('a flavor that is shown without its extra specs is not taken for one that has none', () => {
  const { extra_specs: _hidden, ...rest } = WIRE;
  expect(flavorSchema.parse(rest).extraSpecs).toBeUndefined();
  expect(flavorSchema.parse({ ...WIRE, extra_specs: {} }).extraSpecs).toEqual({});
});

test('a flavor is ours only while its description holds the mark', () => {
  const description = provenanceDescription({ source: 'other-id' });
  const marked = parse({ ...WIRE, description });
  expect(flavor.provenance(marked)?.source).toBe('other-id');
  expect(flavor.provenance(parse(WIRE))).toBeUndefined();
});

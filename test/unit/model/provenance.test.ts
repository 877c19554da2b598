import { assert, property, stringMatching, uuid } from 'fast-check';
import { expect, test } from 'vitest';
import {
  UNFINISHED_TAG,
  VERIFIED_TAG,
  isProvenanceTag,
  provenanceDescription,
  provenanceOfDescription,
  provenanceOfProperties,
  provenanceOfTags,
  provenanceProperties,
  provenanceTags,
  sourceTag,
} from '../../../src/model/provenance.ts';

const migration = stringMatching(/^[a-z0-9]([a-z0-9-]{0,34}[a-z0-9])?$/u);

test('a mark written as tags or properties is read back, whatever stands beside it', () => {
  assert(
    property(uuid(), migration, (source, name) => {
      const mark = { source, migration: name };
      expect(provenanceOfTags(['web', UNFINISHED_TAG, ...provenanceTags(mark)])).toEqual(mark);
      expect(provenanceOfProperties({ os_distro: 'x', ...provenanceProperties(mark) })).toEqual(
        mark,
      );
    }),
  );
});

test('every tag fits Nova and Neutron: at most 60 characters, no slash and no comma', () => {
  assert(
    property(uuid(), migration, (source, name) => {
      for (const tag of [
        ...provenanceTags({ source, migration: name }),
        UNFINISHED_TAG,
        VERIFIED_TAG,
      ]) {
        expect(tag).toMatch(/^[^/,]{1,60}$/u);
        expect(isProvenanceTag(tag)).toBe(true);
      }
    }),
  );
});

test('a description holds the source alone, so that another migration finds it', () => {
  expect(provenanceDescription({ source: 's1' })).toBe(sourceTag('s1'));
  expect(provenanceOfDescription(sourceTag('s1'))).toEqual({ source: 's1', migration: '' });
});

test.each([[''], [null], [undefined], ['the web servers'], ['about pumphouse']])(
  'the description %j carries no mark',
  (description) => expect(provenanceOfDescription(description)).toBeUndefined(),
);

test('tags and properties of others carry no mark', () => {
  expect(provenanceOfTags([])).toBeUndefined();
  expect(provenanceOfTags(['env=prod', 'pumphouse:migration=acme'])).toBeUndefined();
  expect(provenanceOfProperties({ pumphouse_migration: 'acme' })).toBeUndefined();
  expect(provenanceOfProperties({ pumphouse_source_id: 7 })).toBeUndefined();
  expect(isProvenanceTag('house')).toBe(false);
});

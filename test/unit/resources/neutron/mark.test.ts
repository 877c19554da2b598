import { expect, test } from 'vitest';
import { provenanceDescription, provenanceTags } from '../../../../src/model/provenance.ts';
import { ownTags, provenance, unfinished } from '../../../../src/resources/neutron/mark.ts';

const mark = { source: '4d002f87-2f1f-44fe-8ad8-a05fda2c4096', migration: 'acme' };

test('a half-made resource bears its mark in the description', () => {
  const resource = { id: 'id', description: provenanceDescription(mark), tags: [] };
  expect(provenance(resource)?.source).toBe(mark.source);
  expect(unfinished(resource)).toBe(true);
});

test('a tagged resource is unfinished until it has its real description', () => {
  const tags = provenanceTags(mark);
  expect(unfinished({ id: 'id', description: provenanceDescription(mark), tags })).toBe(true);
  expect(unfinished({ id: 'id', description: 'web tier', tags })).toBe(false);
  expect(provenance({ id: 'id', description: 'web tier', tags })).toEqual(mark);
});

test('the tags of the owner are told from ours', () => {
  const tags = ['gold', ...provenanceTags(mark), 'blue'];
  expect(ownTags({ id: 'id', description: '', tags })).toEqual(['blue', 'gold']);
});

import { expect, test } from 'vitest';
import { attributes } from '../../../../src/resources/project/attributes.ts';
import { project } from '../../../../src/resources/project/index.ts';
import { parentOf, projectSchema } from '../../../../src/resources/project/schema.ts';

const TOP = projectSchema.parse({
  id: 'p',
  name: 'acme',
  domain_id: 'default',
  description: null,
  enabled: true,
  parent_id: 'default',
  tags: ['wave-1', 'production'],
});

test('the domain above a project is no parent, a project above it is', () => {
  expect(parentOf(TOP)).toBeUndefined();
  expect(parentOf({ ...TOP, parent_id: null })).toBeUndefined();
  expect(parentOf({ ...TOP, parent_id: 'q' })).toBe('q');
});

test('a project is compared with its domain and parent translated, its tags in any order', () => {
  const ids: Readonly<Record<string, string>> = { 'project/q': 'Q', 'domain/default': 'D' };
  const translate = (kind: string, id: string): string | undefined => ids[`${kind}/${id}`];
  const expected = {
    name: 'acme',
    domain: 'D',
    description: '',
    enabled: true,
    parent: null,
    tags: ['production', 'wave-1'],
    options: {},
    extra: {},
  };
  expect(attributes(TOP, translate)).toEqual(expected);
  expect(attributes({ ...TOP, parent_id: 'q' }, translate)).toEqual({ ...expected, parent: 'Q' });
});

test('the mark is read from the attributes that Keystone keeps', () => {
  const marked = { ...TOP, pumphouse_source_id: 's', pumphouse_migration: 'acme' };
  expect(project.provenance(marked)).toEqual({ source: 's', migration: 'acme' });
  expect(project.provenance(TOP)).toBeUndefined();
});

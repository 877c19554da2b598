import { isProvenanceTag } from '../../model/provenance.ts';
import { extraOf } from '../keystone/extra.ts';
import type { Attributes } from '../resource-kind.ts';
import type { Domain } from './schema.ts';

const KNOWN = ['name', 'description', 'enabled', 'tags', 'options'];

export function attributes(domain: Domain): Attributes {
  return {
    name: domain.name,
    description: domain.description ?? '',
    enabled: domain.enabled,
    tags: domain.tags.filter((tag) => !isProvenanceTag(tag)).toSorted(),
    options: domain.options,
    extra: extraOf(domain, KNOWN),
  };
}

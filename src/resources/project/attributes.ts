import { isProvenanceTag } from '../../model/provenance.ts';
import { extraOf } from '../keystone/extra.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import { parentOf } from './schema.ts';
import type { Project } from './schema.ts';

const KNOWN = [
  'name',
  'domain_id',
  'description',
  'enabled',
  'parent_id',
  'is_domain',
  'tags',
  'options',
];

export function attributes(project: Project, translate: Translate): Attributes {
  const parent = parentOf(project);
  return {
    ...settable(project),
    domain: translate('domain', project.domain_id),
    parent: parent === undefined ? null : translate('project', parent),
    extra: extra(project),
  };
}

/** What is sent as it is. */
export function settable(project: Project): Attributes {
  return {
    name: project.name,
    description: project.description ?? '',
    enabled: project.enabled,
    tags: project.tags.filter((tag) => !isProvenanceTag(tag)).toSorted(),
    options: project.options,
  };
}

/** Whatever else it was created with. */
export function extra(project: Project): Readonly<Record<string, unknown>> {
  return extraOf(project, KNOWN);
}

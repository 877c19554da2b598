import { isProvenanceTag } from '../../model/provenance.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import { parentOf } from './schema.ts';
import type { Project } from './schema.ts';

export function attributes(project: Project, translate: Translate): Attributes {
  const parent = parentOf(project);
  return {
    name: project.name,
    domain: project.domain,
    description: project.description ?? '',
    enabled: project.enabled,
    parent: parent === undefined ? null : translate('project', parent),
    tags: project.tags.filter((tag) => !isProvenanceTag(tag)).toSorted(),
    options: project.options,
  };
}

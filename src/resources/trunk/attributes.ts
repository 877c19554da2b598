import { sortedBy } from '../neutron/changed.ts';
import { ownTags } from '../neutron/mark.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { SubPort } from './api.ts';
import type { Trunk } from './schema.ts';

export function attributes(trunk: Trunk, translate: Translate): Attributes {
  return {
    name: trunk.name,
    admin_state_up: trunk.admin_state_up,
    project_id: translate('project', trunk.project_id),
    port_id: translate('port', trunk.port_id),
    sub_ports: subPorts(trunk, translate),
    description: trunk.description,
    tags: ownTags(trunk),
  };
}

/** In the order of their numbers. */
export function subPorts(trunk: Trunk, translate: Translate): SubPort[] {
  const translated = trunk.sub_ports.map((each) => ({
    port_id: translate('port', each.port_id) ?? `not in the destination: ${each.port_id}`,
    segmentation_type: each.segmentation_type,
    segmentation_id: each.segmentation_id,
  }));
  return sortedBy(translated, (each) => String(each.segmentation_id).padStart(10, '0'));
}

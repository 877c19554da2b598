import type { Cloud } from '../openstack/cloud.ts';
import { kindOf } from '../resources/registry.ts';

/** The destination id of the project that was made from a source project; undefined where none was. */
export async function madeFrom(destination: Cloud, sourceId: string): Promise<string | undefined> {
  const kind = kindOf('project');
  for await (const each of kind.list(destination, {})) {
    if (kind.provenance(each)?.source === sourceId) return each.id;
  }
  return undefined;
}

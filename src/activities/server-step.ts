import { BlockedError } from '../errors/migration.ts';
import { parseReferenceKey } from '../model/reference.ts';
import type { NamedId, Reference } from '../model/reference.ts';
import type { Spec } from '../model/spec.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { server as serverKind } from '../resources/server/index.ts';
import type { StepOptions } from '../resources/server/power.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import type { Run } from './run.ts';
import type { CopyItem } from './workflow-plan.ts';

/** How long a step of a server may wait, as its spec says, and whom it tells. */
export function stepOptions({ server }: Spec, { signal, report }: Run): StepOptions {
  return { deadlineMs: server.deadlineSeconds * 1000, signal, onWait: report };
}

/** The source server. @throws BlockedError where it is gone */
export async function readServer(
  { source }: Clouds,
  { id, name }: NamedId,
): Promise<ServerResource> {
  const resource = await serverKind.get(source, id);
  if (resource === undefined)
    throw new BlockedError(`${source.name}: server ${name} (${id}) is no longer there.`);
  return resource;
}

export function references(items: readonly CopyItem[]): Reference[] {
  return items.map(({ key }) => parseReferenceKey(key));
}

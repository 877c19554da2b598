import { BlockedError } from '../errors/migration.ts';
import { blockers } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import { isAnyMeant } from '../model/pattern.ts';
import { UNFINISHED_TAG, VERIFIED_TAG } from '../model/provenance.ts';
import { referenceKey } from '../model/reference.ts';
import type { NamedId } from '../model/reference.ts';
import { readSourceRecord } from '../model/source-record.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Spec } from '../model/spec.ts';
import { floatingIpsOf } from '../resources/floating-ip/silence.ts';
import { network as networkKind } from '../resources/network/index.ts';
import { KINDS } from '../resources/registry.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { server as serverKind } from '../resources/server/index.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { matchResource } from './match.ts';
import { readServer } from './server-step.ts';
import type { CopyItem } from './workflow-plan.ts';

export interface Inspection {
  readonly original: SourceRecord;
  readonly destination: {
    readonly state: 'none' | 'unfinished' | 'verified' | 'finished';
    readonly id: string | undefined;
  };
  /** What is copied inside its saga, in order: ports, floating IPs. */
  readonly levels: readonly (readonly CopyItem[])[];
  /** It has an address on a layer-2 segment that both clouds share: the source is silenced before the copy speaks. */
  readonly sharesSegment?: boolean;
}

/** @throws BlockedError where it is gone, or in a state that cannot be migrated */
export async function inspectServer(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  ids: IdMap,
): Promise<Inspection> {
  const { source, destination } = clouds;
  const resource = await readServer(clouds, server);
  const { mappings } = spec;
  const match = await matchResource({ kind: serverKind, resource, destination, ids, mappings });
  const found = match.found === 'ours' ? (match.existing as ServerResource) : undefined;
  if (found === undefined) {
    const concerns =
      (await serverKind.concerns?.({ source, destination, ids, mappings }, resource)) ?? [];
    const [blocker] = blockers(concerns);
    if (blocker !== undefined) throw new BlockedError(`${blocker.message} ${blocker.remedy}`);
  }
  return {
    original: originalOf(resource),
    destination: { state: stateOf(found), id: found?.id },
    levels: await ownLevels(clouds, resource),
    sharesSegment: (await sharedNetworks(spec, clouds, resource)).size > 0,
  };
}

/** Our own record goes before what is to be seen. */
function originalOf(resource: ServerResource): SourceRecord {
  return readSourceRecord(resource.tags) ?? { status: resource.status, locked: resource.locked };
}

function stateOf(found: ServerResource | undefined): Inspection['destination']['state'] {
  if (found === undefined) return 'none';
  // Between the two calls that change the mark it has both.
  if (found.tags.includes(VERIFIED_TAG)) return 'verified';
  return found.tags.includes(UNFINISHED_TAG) ? 'unfinished' : 'finished';
}

/** Ids of those of the server's networks, and of its floating IPs', whose segment both clouds share. */
export async function sharedNetworks(
  { sharedSegments = [] }: Spec,
  { source }: Clouds,
  { ports }: ServerResource,
): Promise<Set<string>> {
  if (sharedSegments.length === 0) return new Set();
  const addresses = await Promise.all(ports.map(({ id }) => floatingIpsOf(source, id)));
  const ids = new Set([
    ...ports.map((each) => each.network_id),
    ...addresses.flat().map((each) => each.floating_network_id),
  ]);
  const networks = await Promise.all([...ids].map((id) => networkKind.get(source, id)));
  const shared = networks.flatMap((each) =>
    each !== undefined && isAnyMeant(sharedSegments, [each.id, each.name]) ? [each.id] : [],
  );
  return new Set(shared);
}

/** What is copied inside the server's saga, in order. */
export async function ownLevels(
  { source }: Clouds,
  resource: ServerResource,
): Promise<CopyItem[][]> {
  const references = await serverKind.references(source, resource);
  const own = KINDS.filter(
    (kind) => kind.stage === 'server' && kind.kind !== 'server' && kind.afterServer !== true,
  );
  return own
    .map(({ kind }) =>
      references
        .filter((each) => each.kind === kind)
        .map((each) => ({
          key: referenceKey(each),
          name: `${kind} ${each.id.slice(0, 8)}`,
          bulk: false,
        })),
    )
    .filter((level) => level.length > 0);
}

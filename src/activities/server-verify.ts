import { VerificationError } from '../errors/migration.ts';
import type { Concern } from '../model/concern.ts';
import { destinationId } from '../model/id-map.ts';
import type { IdMap } from '../model/id-map.ts';
import type { NamedId } from '../model/reference.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Mappings, Spec } from '../model/spec.ts';
import { associatedFloatingIp, floatingIp } from '../resources/floating-ip/index.ts';
import { waitUntilActive } from '../resources/port/wait.ts';
import { kindOf } from '../resources/registry.ts';
import { movesOf, readdressed } from '../resources/readdressed.ts';
import type { Move } from '../resources/readdressed.ts';
import { keyOf } from '../resources/resource-kind.ts';
import type { ResourceKind, Clouds } from '../resources/resource-kind.ts';
import { server as serverKind } from '../resources/server/index.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { describeDifferences, differences } from './match.ts';
import { movedAddresses } from './moved-addresses.ts';
import { probeServer } from './probe.ts';
import type { Run } from './run.ts';
import { references, stepOptions } from './server-step.ts';
import type { CopyItem } from './workflow-plan.ts';

/** Every attribute of the server, its ports and addresses; its ports ACTIVE; the operator's probes. */
export async function verifyServer(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  expected: { readonly items: readonly CopyItem[]; readonly original: SourceRecord },
  ids: IdMap,
  run: Run,
): Promise<Concern[]> {
  const { destination } = clouds;
  const { items, original } = expected;
  const until = Date.now() + spec.server.deadlineSeconds * 1000;
  const running = original.status === 'ACTIVE';
  const own = [...references(items), { kind: 'server', id: server.id }];
  if (running) {
    const ports = await interfacesOf(clouds, server, ids);
    await waitUntilActive(destination, ports, stepOptions(spec, run));
  }
  const wrong: string[] = [];
  const moves: Move[] = [];
  for (const reference of own) {
    const { kind, id } = reference;
    const compared = { kind: verified(kind), ids, mappings: spec.mappings };
    const found = await differ(clouds, compared, id, destinationId(ids, reference));
    if (found.differences !== '') wrong.push(`${kind} ${id}: ${found.differences}`);
    moves.push(...(found.moves ?? []));
  }
  const made = (await serverKind.get(
    destination,
    destinationId(ids, { kind: 'server', id: server.id }) ?? '',
  )) as ServerResource;
  const wanted = running ? 'ACTIVE' : 'SHUTOFF';
  if (made.status !== wanted) wrong.push(`it is ${made.status}, not ${wanted}`);
  if (made.locked !== original.locked) wrong.push(`locked: ${made.locked}, not ${original.locked}`);
  if (wrong.length > 0) {
    throw new VerificationError(
      `${destination.name}: server ${server.name} differs from its source: ${wrong.join('; ')}.`,
    );
  }
  const probed = running ? await probeServer(spec, destination, { server: made, until }, run) : [];
  const key = keyOf(serverKind, server);
  return [...movedAddresses(key, `Server ${server.name}`, moves), ...probed];
}

/** Not the subports of its trunks: whether they become ACTIVE hangs on the guest and the driver. */
async function interfacesOf({ source }: Clouds, { id }: NamedId, ids: IdMap): Promise<string[]> {
  const resource = await serverKind.get(source, id);
  return (resource?.ports ?? []).flatMap(
    (port) => destinationId(ids, { kind: 'port', id: port.id }) ?? [],
  );
}

async function differ(
  { source, destination }: Clouds,
  compared: { readonly kind: ResourceKind; readonly ids: IdMap; readonly mappings: Mappings },
  id: string,
  there: string | undefined,
): Promise<{ readonly differences: string; readonly moves?: readonly Move[] }> {
  const { kind, ids, mappings } = compared;
  const [resource, existing] = await Promise.all([
    kind.get(source, id),
    there === undefined ? undefined : kind.get(destination, there),
  ]);
  if (resource === undefined) return { differences: 'the source is gone' };
  if (existing === undefined) return { differences: 'it is not in the destination' };
  const wanted = readdressed(kind, resource, mappings);
  const translate = (of: string, one: string) => destinationId(ids, { kind: of, id: one });
  return {
    differences: describeDifferences(differences(compared, wanted, existing)),
    moves: movesOf(kind, resource, mappings, { existing, translate }),
  };
}

/** A floating IP is compared with what stands behind it, which its copy had not before the cutover. */
function verified(kind: string): ResourceKind {
  return kind === floatingIp.kind ? associatedFloatingIp : kindOf(kind);
}

import { BlockedError } from '../errors/migration.ts';
import { destinationId } from '../model/id-map.ts';
import type { IdMap } from '../model/id-map.ts';
import { UNFINISHED_TAG, VERIFIED_TAG } from '../model/provenance.ts';
import type { NamedId } from '../model/reference.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Spec } from '../model/spec.ts';
import { associate } from '../resources/floating-ip/associate.ts';
import { floatingIp } from '../resources/floating-ip/index.ts';
import type { FloatingIp } from '../resources/floating-ip/schema.ts';
import { copiedAddress } from '../resources/port/copied-address.ts';
import { port as portKind } from '../resources/port/index.ts';
import type { Port } from '../resources/port/schema.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { forwardingsTo } from '../resources/port-forwarding/api.ts';
import { portForwarding } from '../resources/port-forwarding/index.ts';
import { kindOf } from '../resources/registry.ts';
import type { Resource, Clouds } from '../resources/resource-kind.ts';
import { server as serverKind } from '../resources/server/index.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { endLoan } from '../resources/server/key-loan.ts';
import { lockServer } from '../resources/server/lock.ts';
import { deleteServer, stopServer, waitForStatus } from '../resources/server/power.ts';
import { addTag, removeTag } from '../resources/server/tags.ts';
import { copyRequest, copyResource, createOnce } from './copy-resource.ts';
import { lookPatiently } from './look-patiently.ts';
import { copiesOf } from './match.ts';
import type { Run } from './run.ts';
import { references, stepOptions } from './server-step.ts';
import type { CopyItem } from './workflow-plan.ts';

/** Makes the server, or finds the one an earlier attempt made. Answers its id. */
export async function createServer(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  ids: IdMap,
  run: Run,
): Promise<string> {
  const { source, destination } = clouds;
  const resource = await serverKind.get(source, server.id);
  if (resource !== undefined) await removeBroken(spec, destination, resource, ids, run);
  const request = copyRequest(spec, clouds, ids, run);
  const made = await createOnce({ ...request, kind: serverKind, id: server.id });
  // The operator's copy of the owner's key, which an earlier attempt may have died with.
  if (run.attempt > 1 && resource?.keyName) await endLoan(destination, resource.keyName, server.id);
  return made;
}

/** What Nova failed to build is made anew: a retry must not find it again. */
async function removeBroken(
  spec: Spec,
  destination: Cloud,
  resource: ServerResource,
  ids: IdMap,
  run: Run,
): Promise<void> {
  const found = await serverKind.find(destination, resource, ids);
  for (const { id, status, tags } of found) {
    if (status !== 'ERROR' || !tags.includes(UNFINISHED_TAG)) continue;
    await deleteServer(destination, id, stepOptions(spec, run));
  }
}

/** Waits until it runs; stops it where the source was not running; locks it where the source was locked. */
export async function settleDestination(
  spec: Spec,
  { destination }: Clouds,
  id: string,
  original: SourceRecord,
  run: Run,
): Promise<void> {
  const options = stepOptions(spec, run);
  const off = original.status !== 'ACTIVE';
  // An earlier attempt may have stopped it already.
  await waitForStatus(destination, id, off ? ['ACTIVE', 'SHUTOFF'] : ['ACTIVE'], options);
  if (off) await stopServer(destination, id, options);
  if (original.locked) await lockServer(destination, id, undefined);
}

/** Connects the floating IPs that are the server's, and has the shared ones forward its ports again. */
export async function associateAddresses(
  spec: Spec,
  clouds: Clouds,
  items: readonly CopyItem[],
  ids: IdMap,
  run: Run,
): Promise<void> {
  const { source, destination } = clouds;
  const context = { ...clouds, ids, mappings: spec.mappings };
  for (const reference of references(items)) {
    const { kind, id } = reference;
    if (kind !== floatingIp.kind) continue;
    const address = await floatingIp.get(source, id);
    const port = destinationId(ids, { kind: 'port', id: address?.port_id ?? '' });
    const own = destinationId(ids, reference);
    if (address === undefined || port === undefined || own === undefined) {
      throw new BlockedError(`${source.name}: floating IP ${id} has been released or moved since.`);
    }
    const inside = address.fixed_ip_address;
    const fixedIp = inside && (await copiedAddress(context, address.port_id ?? '', inside));
    await associate(destination, own, { portId: port, fixedIp });
  }
  await forwardPorts(spec, clouds, items, ids, run);
}

/** With the ports that are removed on the way back they go as well. */
async function forwardPorts(
  spec: Spec,
  clouds: Clouds,
  items: readonly CopyItem[],
  ids: IdMap,
  run: Run,
): Promise<void> {
  const ports = references(items).flatMap(({ kind, id }) => (kind === portKind.kind ? [id] : []));
  const [first] = ports;
  const port = first === undefined ? undefined : await portKind.get(clouds.source, first);
  if (port === undefined) return;
  for (const { id } of await forwardingsTo(clouds.source, port.project_id, ports)) {
    await copyResource({ ...copyRequest(spec, clouds, ids, run), kind: portForwarding, id });
  }
}

/** From now on it is in service: never removed again. The new mark goes before the old. */
export async function markVerified({ destination }: Clouds, id: string): Promise<void> {
  await addTag(destination, id, VERIFIED_TAG);
  await removeTag(destination, id, UNFINISHED_TAG);
}

/** All is done: the next migration of this server finds nothing to do. */
export async function finishServer({ destination }: Clouds, id: string): Promise<void> {
  await removeTag(destination, id, VERIFIED_TAG);
}

/** Removes what was made for this server and never came into service. */
export async function removeServer(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  ids: IdMap,
  run: Run,
): Promise<void> {
  const { source, destination } = clouds;
  const resource = await serverKind.get(source, server.id);
  if (resource === undefined)
    throw new BlockedError(`${source.name}: server ${server.name} is gone: its copy stays.`);
  const copies = await lookPatiently(
    () => copiesOf({ kind: serverKind, destination, ids }, resource),
    ({ length }) => length > 0,
    run.signal,
  );
  for (const { id, tags } of copies) {
    if (!tags.includes(UNFINISHED_TAG) && !tags.includes(VERIFIED_TAG)) {
      throw new BlockedError(
        `${destination.name}: server ${server.name} (${id}) is in service: it is not removed.`,
      );
    }
    await deleteServer(destination, id, stepOptions(spec, run));
  }
  if (resource.keyName) await endLoan(destination, resource.keyName, server.id);
}

/** Removes ports and floating IPs made for the server that nothing uses; in reverse order. */
export async function removeItems(
  clouds: Clouds,
  items: readonly CopyItem[],
  ids: IdMap,
  run: Run,
): Promise<void> {
  const { source, destination } = clouds;
  const inUse: string[] = [];
  for (const { kind: name, id } of references(items).toReversed()) {
    const kind = kindOf(name);
    const resource: Resource | undefined = await kind.get(source, id);
    if (resource === undefined) continue;
    for (const each of await copiesOf({ kind, destination, ids }, resource)) {
      if (await isInUse(destination, each, resource)) inUse.push(`${name} ${each.id}`);
      else await kind.remove(destination, each.id, run.signal);
    }
  }
  if (inUse.length > 0) {
    throw new BlockedError(
      `${destination.name}: ${inUse.join(', ')}, made for this server, is used by others now: it stays.`,
    );
  }
}

/** Our own server is gone by now: whatever holds the port, or stands behind the address, is somebody else's. */
async function isInUse(destination: Cloud, made: Resource, source: Resource): Promise<boolean> {
  const { device_id, port_id } = made as Partial<Port & FloatingIp>;
  if (device_id) return true;
  if (!port_id) return false;
  const behind = await portKind.get(destination, port_id);
  const own = (source as FloatingIp).port_id ?? undefined;
  return behind !== undefined && portKind.provenance(behind)?.source !== own;
}

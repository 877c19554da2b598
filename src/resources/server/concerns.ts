import type { Concern } from '../../model/concern.ts';
import { FENCED_TAG } from '../../model/provenance.ts';
import { referenceKey } from '../../model/reference.ts';
import { readFlavor } from '../flavor/embedded.ts';
import { getImage } from '../image/api.ts';
import { getKeypair } from '../keypair/api.ts';
import { keypairId } from '../keypair/schema.ts';
import { mappedName, mappedTo } from '../mapped.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { settableHostname } from './hostname.ts';
import { isOrderUnsure } from './nic-order.ts';
import { tagFindings } from './nic-tags.ts';
import type { ServerResource } from './schema.ts';
import { stateConcern } from './states.ts';
import { offers } from '../microversion.ts';
import { zonesOf } from './zones.ts';

type Finding = Omit<Concern, 'subject'>;

export async function concerns(
  context: PreflightContext,
  server: ServerResource,
): Promise<readonly Concern[]> {
  const findings = [
    ...stateConcern(server),
    ...diskFindings(server),
    ...interfaceFindings(server),
    ...otherFindings(server),
    ...(await imageFindings(context, server)),
    ...(await flavorFindings(context, server)),
    ...(await zoneFindings(context, server)),
    ...(await keyFindings(context, server)),
    ...(await hostnameFindings(context, server)),
    ...(await tagFindings(context.destination, server)),
  ];
  const subject = referenceKey({ kind: 'server', id: server.id });
  return findings.map((each) => ({
    ...each,
    subject,
    message: `Server ${server.name} ${each.message}`,
  }));
}

function diskFindings({ imageId, volumes }: ServerResource): Finding[] {
  if (imageId === undefined) {
    return [
      {
        severity: 'blocker',
        code: 'boots-from-volume',
        message: 'boots from a volume: volumes are not moved yet.',
        remedy: 'Leave it out: select.exclude.servers.',
      },
    ];
  }
  if (volumes.length > 0) {
    return [
      {
        severity: 'blocker',
        code: 'attached-volumes',
        message: `has ${volumes.length} volumes attached (${volumes.join(', ')}): volumes are not moved yet.`,
        remedy: 'Detach them, or leave the server out: select.exclude.servers.',
      },
    ];
  }
  return [
    {
      severity: 'warning',
      code: 'root-disk-rebuilt',
      message:
        'is rebuilt from its image: what it wrote to its root disk since its boot stays in the source.',
      remedy: 'Keep what matters elsewhere, or snapshot the server before its source is retired.',
    },
  ];
}

function interfaceFindings(server: ServerResource): Finding[] {
  const found: Finding[] = [];
  const closed = server.ports.filter(
    ({ admin_state_up: up, tags }) => !up && !tags.includes(FENCED_TAG),
  );
  if (closed.length > 0) {
    found.push({
      severity: 'blocker',
      code: 'closed-port',
      message: `has closed ports (${closed.map(({ id }) => id).join(', ')}): Nova boots nothing whose ports do not come up.`,
      remedy: 'Open them (`openstack port set --enable`), or detach them.',
    });
  }
  if (isOrderUnsure(server, server.ports)) {
    found.push({
      severity: 'warning',
      code: 'interface-order',
      message: 'has interfaces whose order Nova does not tell: they may come in another order.',
      remedy: 'Check in the guest that its configuration goes by MAC address, not by name.',
    });
  }
  return found;
}

function otherFindings(server: ServerResource): Finding[] {
  const found: Finding[] = [];
  if (server.locked) {
    found.push({
      severity: 'info',
      code: 'locked',
      message: 'is locked: its copy is locked too.',
      remedy: 'Nothing needs to be done.',
    });
  }
  if (server.trustedCertificates.length > 0) {
    found.push({
      severity: 'warning',
      code: 'trusted-certificates',
      message: 'was made with trusted image certificates of the source: its copy has none.',
      remedy: 'Nothing needs to be done, unless the destination demands them.',
    });
  }
  return found;
}

/** Nova boots nothing from it, also for an administrator. */
async function imageFindings(
  { source, mappings }: PreflightContext,
  { imageId }: ServerResource,
): Promise<Finding[]> {
  const image = imageId === undefined ? undefined : await getImage(source, imageId);
  if (image === undefined || image.status === 'active') return [];
  if (mappedTo(mappings, 'image', image) !== undefined) return [];
  return [
    {
      severity: 'blocker',
      code: 'image-not-active',
      message: `was made from image ${image.name}, which is ${image.status}: none can be made from it now.`,
      remedy: 'Activate it (`openstack image set --activate`), or map it: mappings: image.',
    },
  ];
}

/** A flavor that is gone is told by the plan: it is referenced, and not there. */
async function flavorFindings(
  { source }: PreflightContext,
  { flavorId }: ServerResource,
): Promise<Finding[]> {
  if (flavorId === undefined) {
    return [
      {
        severity: 'blocker',
        code: 'flavor-unknown',
        message: 'does not show its flavor: an admin sees it.',
        remedy: 'Run with an admin login of the source.',
      },
    ];
  }
  const flavor = await readFlavor(source, flavorId);
  if (flavor === undefined || (flavor.ephemeral === 0 && flavor.swap === 0)) return [];
  return [
    {
      severity: 'warning',
      code: 'fresh-disks',
      message: 'has ephemeral or swap disks: they are empty in the destination.',
      remedy: 'Keep what matters elsewhere.',
    },
  ];
}

async function zoneFindings(
  { destination, mappings }: PreflightContext,
  { zone }: ServerResource,
): Promise<Finding[]> {
  if (zone === null) return [];
  const wanted = mappedName(mappings, 'availability-zone', zone) ?? zone;
  const zones = await zonesOf(destination);
  const up = zones.filter((each) => each.up).map((each) => each.name);
  if (up.includes(wanted)) return [];
  const why = zones.some((each) => each.name === wanted)
    ? `no host of ${wanted} is up in ${destination.name}`
    : `${destination.name} has no zone ${wanted}`;
  return [
    {
      severity: 'blocker',
      code: 'availability-zone',
      message: `is in availability zone ${zone}, and ${why} (up: ${up.join(', ') || 'none'}).`,
      remedy: `Say which one it is there: mappings: availability-zone: { ${zone}: <zone> }.`,
    },
  ];
}

async function keyFindings(
  { source }: PreflightContext,
  { userId, keyName }: ServerResource,
): Promise<Finding[]> {
  if (keyName === null || (await getKeypair(source, keypairId(userId, keyName))) !== undefined)
    return [];
  return [
    {
      severity: 'warning',
      code: 'key-gone',
      message: `was made with key ${keyName}, which its user has deleted since: its copy has none.`,
      remedy: 'See to another way in (user_data), or make the key again in the source.',
    },
  ];
}

async function hostnameFindings(
  { destination }: PreflightContext,
  { hostname, name }: ServerResource,
): Promise<Finding[]> {
  if (hostname === null || hostname === '') return [];
  const settable = settableHostname(hostname);
  const taken = (await offers(destination, 90)) ? settable : settableHostname(name).toLowerCase();
  if (taken === hostname) return [];
  return [
    {
      severity: 'warning',
      code: 'hostname',
      message: `has the hostname ${hostname}: its copy gets ${taken}, which ${destination.name} takes.`,
      remedy: 'Set the hostname in the guest if it matters.',
    },
  ];
}

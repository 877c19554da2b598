import { randomBytes, randomUUID } from 'node:crypto';
import type { Call } from '../http/call.ts';
import { booleanAt, recordAt, textAt, textsAt } from './read.ts';
import type { Flavor, Nova, Server } from './state.ts';

type Given = Readonly<Record<string, unknown>>;

interface Facts {
  readonly projectId: string;
  readonly flavor: Flavor;
  readonly imageId: string;
  readonly zone: string | null;
  readonly count: number;
  readonly index: number;
}

/** A server that is there from now on, and not built. */
export function makeServer(nova: Nova, call: Call, given: Given, facts: Facts): Server {
  const { count, index, projectId, zone } = facts;
  const base = textAt(given, 'name')?.trim() ?? '';
  const name = count > 1 ? `${base}-${index + 1}` : base;
  const id = randomUUID();
  const described = call.microversion >= 19 ? (textAt(given, 'description') ?? null) : name;
  const created = nova.cloud.clock.now();
  const server: Server = {
    ...EMPTY,
    ...asked(given),
    ...extras(given),
    id,
    number: (nova.counter += 1),
    projectId,
    userId: call.token.userId,
    created,
    updated: created,
    launchIndex: index,
    zoneAsked: zone,
    name,
    description: described,
    hostname: textAt(given, 'hostname') ?? hostnameOf(name, id),
    imageId: facts.imageId,
    flavor: { ...facts.flavor },
    nics: [],
    disks: [],
    actions: [],
  };
  nova.servers.set(id, server);
  const own = nova.byProject.get(projectId) ?? new Set();
  nova.byProject.set(projectId, own.add(server));
  return server;
}

function asked(given: Given) {
  return {
    reservationId: `r-${randomBytes(4).toString('hex')}`,
    keyName: textAt(given, 'key_name') ?? null,
    configDrive: booleanAt(given, 'config_drive', false) ? ('True' as const) : ('' as const),
    userData: textAt(given, 'user_data') ?? null,
    metadata: recordAt(given, 'metadata'),
    tags: [...new Set(textsAt(given, 'tags'))].toSorted(),
  };
}

function extras(given: Given) {
  const certificates = given['trusted_image_certificates'];
  return {
    trustedCertificates: Array.isArray(certificates)
      ? textsAt(given, 'trusted_image_certificates')
      : null,
    accessIPv4: textAt(given, 'accessIPv4') ?? '',
    accessIPv6: textAt(given, 'accessIPv6') ?? '',
    diskConfig: given['OS-DCF:diskConfig'] === 'AUTO' ? ('AUTO' as const) : ('MANUAL' as const),
  };
}

const EMPTY = {
  vmState: 'building',
  taskState: 'scheduling',
  powerState: 0,
  taskNumber: 0,
  host: null,
  rootDevice: '/dev/vda',
  launched: null,
  deleted: null,
  fault: null,
  locked: null,
  lockedReason: null,
  stateBeforeSuspend: null,
  before: null,
  groupId: null,
} as const;

/** Nova's way from a name to a host's. */
function hostnameOf(name: string, id: string): string {
  const clean = name
    .split('')
    .filter((each) => each <= 'ÿ')
    .join('')
    .slice(0, 63)
    .replaceAll(/[ _.]/g, '-')
    .replaceAll(/[^\p{L}\p{N}_.-]+/gu, '')
    .toLowerCase()
    .replaceAll(/^[.-]+|[.-]+$/g, '');
  return clean === '' ? `Server-${id}` : clean;
}

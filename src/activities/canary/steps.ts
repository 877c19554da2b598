import { z } from 'zod';
import { createOne } from '../../resources/neutron/collection.ts';
import { networks } from '../../resources/network/schema.ts';
import { ports } from '../../resources/port/schema.ts';
import { waitUntilActive } from '../../resources/port/wait.ts';
import { serverPath } from '../../resources/server/api.ts';
import { newestMicroversion } from '../../resources/server/versions.ts';
import { waitForStatus } from '../../resources/server/wait.ts';
import { subnets } from '../../resources/subnet/schema.ts';
import { CANARY_DESCRIPTION, CANARY_METADATA } from './mark.ts';
import { makeFlavor } from './flavor.ts';
import { makeImage } from './image.ts';
import { tryProperties } from './properties.ts';
import type { Stage } from './stage.ts';
import { makeVolume, waitForVolume } from './volumes.ts';

export interface CanaryStep {
  readonly what: (stage: Stage) => string;
  /** Absent: always. */
  readonly applies?: (stage: Stage) => Promise<boolean>;
  readonly run: (stage: Stage) => Promise<void>;
}

/** No router leads to it, and no DHCP answers in it. */
const CIDR = '10.254.254.0/28';

const created = z.looseObject({ server: z.looseObject({ id: z.string() }) });

/** In their order. Whatever else is to be tried out in a destination before a migration is one more here. */
export const CANARY_STEPS: readonly CanaryStep[] = [
  {
    what: ({ properties }) =>
      `every property of the images to be copied (${Object.keys(properties).length})`,
    applies: ({ properties }) => Promise.resolve(Object.keys(properties).length > 0),
    run: tryProperties,
  },
  { what: () => 'a network, a subnet and a port', run: makeNetwork },
  { what: () => 'a volume of 1 GiB', applies: hasVolumes, run: makeItsVolume },
  {
    what: () => 'an image of 1 MiB, since there is no public one',
    applies: ({ image }) => Promise.resolve(image === undefined),
    run: makeItsImage,
  },
  {
    what: () => 'a flavor, since there is no public one for it',
    applies: ({ flavor }) => Promise.resolve(flavor === undefined),
    run: makeItsFlavor,
  },
  {
    what: ({ image, flavor }) =>
      `a server of ${flavor?.name ?? 'its own flavor'}, booted from ${image?.name ?? 'its own image'}`,
    run: boot,
  },
  { what: () => 'its port is wired to its host', run: wire },
  { what: () => 'the volume is attached to it', applies: hasVolumes, run: attach },
];

async function hasVolumes({ destination }: Stage): Promise<boolean> {
  return (await destination.versions('volume')) !== undefined;
}

async function makeNetwork({ destination, name, made }: Stage): Promise<void> {
  const mark = { name, description: CANARY_DESCRIPTION };
  const network = await createOne(destination, networks, mark);
  made.set('network', network);
  await createOne(destination, subnets, {
    ...mark,
    network_id: network,
    cidr: CIDR,
    ip_version: 4,
    gateway_ip: null,
    enable_dhcp: false,
  });
  made.set('port', await createOne(destination, ports, { ...mark, network_id: network }));
}

async function makeItsImage({ destination, name, made }: Stage): Promise<void> {
  made.set('image', await makeImage(destination, name));
}

async function makeItsFlavor({ destination, name, image, made }: Stage): Promise<void> {
  made.set('flavor', await makeFlavor(destination, name, image));
}

async function makeItsVolume({ destination, name, made, ...options }: Stage): Promise<void> {
  const volume = await makeVolume(destination, name);
  made.set('volume', volume);
  await waitForVolume(destination, volume, ['available'], options);
}

async function boot({ destination, name, image, flavor, made, ...options }: Stage): Promise<void> {
  const { server } = await destination.request('compute', {
    method: 'POST',
    path: '/servers',
    body: {
      server: {
        name,
        imageRef: image?.id ?? made.get('image'),
        flavorRef: flavor?.id ?? made.get('flavor'),
        networks: [{ port: made.get('port') }],
        metadata: { [CANARY_METADATA]: name },
      },
    },
    schema: created,
    microversion: await newestMicroversion(destination),
  });
  made.set('server', server.id);
  await waitForStatus(destination, server.id, ['ACTIVE'], options);
}

function wire({ destination, made, ...options }: Stage): Promise<void> {
  return waitUntilActive(destination, [made.get('port') ?? ''], options);
}

/** https://docs.openstack.org/api-ref/compute/#attach-a-volume-to-an-instance */
async function attach({ destination, made, ...options }: Stage): Promise<void> {
  const volume = made.get('volume') ?? '';
  await destination.call('compute', {
    method: 'POST',
    path: `${serverPath(made.get('server') ?? '')}/os-volume_attachments`,
    body: { volumeAttachment: { volumeId: volume } },
  });
  await waitForVolume(destination, volume, ['in-use'], options);
}

import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { createFlavor, listFlavors } from '../../resources/flavor/api.ts';
import type { Image } from '../../resources/image/schema.ts';
import { CANARY_DESCRIPTION, CANARY_PREFIX } from './mark.ts';

const GIB = 1024 ** 3;
const LEAST_RAM_MIB = 128;

/** The least that the image fits into; private, so that nobody else takes it meanwhile. Its id is its name. */
export function makeFlavor(cloud: Cloud, name: string, image: Image | undefined): Promise<string> {
  return createFlavor(cloud, name, {
    id: name,
    name,
    ram: Math.max(LEAST_RAM_MIB, image?.minRam ?? 0),
    vcpus: 1,
    disk: Math.max(1, image?.minDisk ?? 0, Math.ceil((image?.size ?? 0) / GIB)),
    swap: 0,
    ephemeral: 0,
    rxtxFactor: 1,
    isPublic: false,
    disabled: false,
    keptId: undefined,
    description: CANARY_DESCRIPTION,
    extraSpecs: {},
  });
}

/** Made by canaries, of whichever project. */
export function canaryFlavors(cloud: Cloud): Promise<{ id: string; name: string }[]> {
  return collect(
    listFlavors(cloud),
    ({ id, name }) => id === name && name.startsWith(CANARY_PREFIX),
  );
}

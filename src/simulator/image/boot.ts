import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BootImage, Images } from '../cloud.ts';
import { isVisible } from './access.ts';
import { addImage } from './images.ts';
import { touch, VISIBILITIES } from './state.ts';
import type { Glance, Image } from './state.ts';
import { storeData } from './store-data.ts';

/** Glance for Nova and Cinder, who ask it without HTTP. */
export function createBoot(glance: Glance): Omit<Images, 'api'> {
  const { images, spool, cloud } = glance;
  return {
    find(token, id) {
      const image = images.get(id);
      return image === undefined || !isVisible(token, image) ? undefined : bootImage(image);
    },
    begin(token, given) {
      const image = addImage(glance, {
        id: randomUUID(),
        attributes: {
          name: given.name,
          owner: token.projectId ?? null,
          visibility: VISIBILITIES.find((each) => each === given.visibility) ?? 'shared',
          disk_format: given.diskFormat,
          container_format: given.containerFormat ?? 'bare',
          min_disk: given.minDiskGb ?? 0,
          min_ram: given.minRamMb ?? 0,
          protected: given.protected ?? false,
          os_hidden: false,
          tags: new Set(),
        },
        properties: new Map(
          Object.entries(given.properties).map(([key, value]) => [key, String(value)]),
        ),
        fate: undefined,
      });
      cloud.clock.later(0.5, () => {
        if (image.status === 'queued') save(glance, image);
      });
      return image.id;
    },
    async finish(id, data) {
      const image = images.get(id);
      if (image === undefined || !['queued', 'saving'].includes(image.status)) {
        data.destroy();
        return;
      }
      save(glance, image);
      await storeData(glance, image, { data, fate: undefined });
    },
    read(id) {
      const data = images.get(id)?.data;
      return data === undefined ? Readable.from([]) : spool.read(data);
    },
    close: () => spool.close(),
  };
}

function save(glance: Glance, image: Image): void {
  image.status = 'saving';
  touch(glance, image);
}

function bootImage({ id, attributes, status, size, properties, data }: Image): BootImage {
  const { disk_format: diskFormat, container_format: containerFormat } = attributes;
  return {
    id,
    name: attributes.name,
    status,
    sizeBytes: size ?? 0,
    minDiskGb: attributes.min_disk,
    minRamMb: attributes.min_ram,
    properties: Object.fromEntries(properties),
    checksum: data?.hashes['md5'] ?? null,
    ...(diskFormat === null ? {} : { diskFormat }),
    ...(containerFormat === null ? {} : { containerFormat }),
  };
}

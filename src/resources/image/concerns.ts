import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { readStart } from './api.ts';
import { isReadable } from './attributes.ts';
import { readImageSchema, takes } from './destination-schema.ts';
import { agrees, formatOf, START_BYTES } from './format.ts';
import { carriedProperties, isSigned } from './properties.ts';
import type { Image } from './schema.ts';

type Finding = Omit<Concern, 'subject'>;

export async function concerns(
  { source, destination }: PreflightContext,
  image: Image,
): Promise<readonly Concern[]> {
  const found = [
    ...ofStatus(image),
    ...ofHash(image),
    ...ofKeys(image),
    ...(await ofSchema(destination, image)),
    ...(await ofContent(source, image)),
  ];
  const subject = referenceKey({ kind: 'image', id: image.id });
  return found.map((each) => ({
    ...each,
    subject,
    message: `Image ${image.name || image.id} ${each.message}`,
  }));
}

function ofStatus(image: Image): Finding[] {
  if (image.status === 'queued') {
    return [
      {
        severity: 'info',
        code: 'image-queued',
        message: 'has no data yet: its copy is made without, and waits for data as well.',
        remedy: 'Nothing needs to be done.',
      },
    ];
  }
  if (!isReadable(image)) {
    return [
      {
        severity: 'blocker',
        code: 'image-not-active',
        message: `is ${image.status}: its data cannot be read.`,
        remedy:
          'Wait until it is active, remove it, map it in the spec (mappings: image), or leave it out (exclude).',
      },
    ];
  }
  if (!hasData(image)) {
    return [
      {
        severity: 'blocker',
        code: 'image-without-data',
        message:
          image.properties['block_device_mapping'] === undefined
            ? 'has no data: it only names a place elsewhere.'
            : 'has no data: it only names volume snapshots.',
        remedy:
          'Map it in the spec to an image of the destination (mappings: image), or leave it out (exclude).',
      },
    ];
  }
  if (image.status !== 'deactivated') return [];
  return [
    {
      severity: 'info',
      code: 'image-deactivated',
      message: 'is deactivated: so is its copy.',
      remedy: 'Nothing needs to be done.',
    },
  ];
}

/** One of no bytes at all has a hash. */
function hasData({ size, checksum }: Image): boolean {
  return size !== null && (size > 0 || checksum !== undefined);
}

function ofHash(image: Image): Finding[] {
  if (!isReadable(image) || !hasData(image) || image.hash !== undefined) return [];
  if (image.checksum !== undefined) {
    return [
      {
        severity: 'info',
        code: 'image-hash-md5',
        message: 'has no hash but an md5 in the source: its copy is verified by that.',
        remedy: 'Nothing needs to be done.',
      },
    ];
  }
  return [
    {
      severity: 'info',
      code: 'image-without-hash',
      message: 'has no hash in the source: the transfer is hashed on its way instead.',
      remedy: 'Nothing needs to be done.',
    },
  ];
}

function ofKeys(image: Image): Finding[] {
  const found: Finding[] = [];
  if (image.properties['cinder_encryption_key_id'] !== undefined) {
    found.push({
      severity: 'blocker',
      code: 'image-encrypted',
      message: 'is encrypted with a key of the source’s key manager.',
      remedy: 'Make an unencrypted image of it, or map it in the spec: mappings: image.',
    });
  }
  if (isSigned(image)) {
    found.push({
      severity: 'warning',
      code: 'image-signature',
      message: 'is signed with a certificate of the source’s key manager: the copy is not signed.',
      remedy: 'Sign the copy in the destination if it requires signatures.',
    });
  }
  return found;
}

/** What the destination's schema tells without a try; which properties are protected no call tells. */
async function ofSchema(destination: Cloud, image: Image): Promise<Finding[]> {
  const schema = await readImageSchema(destination);
  const formats = { disk_format: image.diskFormat, container_format: image.containerFormat };
  const found: Finding[] = [];
  for (const [key, format] of Object.entries(formats)) {
    if (format === null || takes(schema, key, format)) continue;
    found.push({
      severity: 'blocker',
      code: 'image-format',
      message: `has ${key} ${format}, which ${destination.name} does not take.`,
      remedy: `Let Glance take it there (${key}s), convert the image, or map it in the spec: mappings: image.`,
    });
  }
  // Ids of images are translated on the way.
  const properties = carriedProperties(image, (_kind, id) => id);
  const refused = Object.entries(properties).filter(([key, value]) => !takes(schema, key, value));
  if (refused.length > 0) {
    found.push({
      severity: 'blocker',
      code: 'image-property',
      message: `has properties that the schema of ${destination.name} does not take: ${refused.map(([key]) => key).join(', ')}.`,
      remedy:
        'Change its schema-image.json, take them from the image, or map it in the spec: mappings: image.',
    });
  }
  return found;
}

/** Deleted a moment ago, or its store has lost it. */
function dataMissing({ name }: Cloud): Finding {
  return {
    severity: 'blocker',
    code: 'image-data-missing',
    message: `has no data to be found: Glance of ${name} answers 404 to its download.`,
    remedy:
      'Plan again if it was just deleted; else give it its data back, map it in the spec (mappings: image), or leave it out (exclude).',
  };
}

/** A wrong format is refused at the end of the upload only, by a Glance that looks. */
async function ofContent(source: Cloud, image: Image): Promise<Finding[]> {
  const { diskFormat: declared, containerFormat: container } = image;
  if (declared === null || container !== 'bare' || !isReadable(image) || !image.size) return [];
  const start = await unlessAbsent(readStart(source, image.id, { bytes: START_BYTES }));
  if (start === undefined) return [dataMissing(source)];
  const found = formatOf(start);
  if (declared === 'qcow2' && found.backed) {
    return [
      {
        severity: 'warning',
        code: 'image-backing-file',
        message:
          'is a qcow2 that needs another file: Glance of 2025.1 and newer refuses it, and Nova boots nothing from it.',
        remedy: 'Make it whole (`qemu-img rebase`, `convert`), or map it: mappings: image.',
      },
    ];
  }
  if (agrees(declared, found.name)) return [];
  return [
    {
      severity: 'warning',
      code: 'image-format-mismatch',
      message: `says that it is ${declared}, and its bytes are ${found.name}: Glance of 2025.1 and newer refuses them.`,
      remedy: 'Give the source image its true disk format, or map it in the spec: mappings: image.',
    },
  ];
}

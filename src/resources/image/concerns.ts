import type { Concern } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import { referenceKey } from '../../model/reference.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { listMembers } from './api.ts';
import { isSigned } from './properties.ts';
import type { Image } from './schema.ts';

export async function concerns(
  { source, ids }: PreflightContext,
  image: Image,
): Promise<readonly Concern[]> {
  const found = [...ofData(image), ...ofKeys(image)];
  const members = await listMembers(source, image);
  const unknown = members.filter(
    ({ member_id: id }) => ids[referenceKey({ kind: 'project', id })] === undefined,
  );
  if (unknown.length > 0) {
    found.push(
      concern(image, {
        severity: 'info',
        code: 'image-members',
        message: `is shared with ${count(unknown.length, 'project')} that the destination does not have yet.`,
        remedy:
          'It is shared with those that this migration brings; share it with the others by hand.',
      }),
    );
  }
  return found;
}

function ofData(image: Image): Concern[] {
  if (image.status !== 'active') {
    return [
      concern(image, {
        severity: 'blocker',
        code: 'image-not-active',
        message: `is ${image.status}: its data cannot be read.`,
        remedy:
          'Make it active (`openstack image set --activate`), or map it in the spec: mappings: image.',
      }),
    ];
  }
  if (image.size === null || image.size === 0) {
    return [
      concern(image, {
        severity: 'blocker',
        code: 'image-without-data',
        message: 'has no data: it only names volume snapshots or a place elsewhere.',
        remedy: 'Map it in the spec to an image of the destination: mappings: image.',
      }),
    ];
  }
  if (image.hash !== undefined || image.checksum !== undefined) return [];
  return [
    concern(image, {
      severity: 'info',
      code: 'image-without-hash',
      message: 'has no hash in the source: the transfer is hashed on its way instead.',
      remedy: 'Nothing needs to be done.',
    }),
  ];
}

function ofKeys(image: Image): Concern[] {
  const found: Concern[] = [];
  if (image.properties['cinder_encryption_key_id'] !== undefined) {
    found.push(
      concern(image, {
        severity: 'blocker',
        code: 'image-encrypted',
        message: 'is encrypted with a key of the source’s key manager.',
        remedy: 'Make an unencrypted image of it, or map it in the spec: mappings: image.',
      }),
    );
  }
  if (isSigned(image)) {
    found.push(
      concern(image, {
        severity: 'warning',
        code: 'image-signature',
        message:
          'is signed with a certificate of the source’s key manager: the copy is not signed.',
        remedy: 'Sign the copy in the destination if it requires signatures.',
      }),
    );
  }
  return found;
}

function concern(image: Image, about: Omit<Concern, 'subject'>): Concern {
  return {
    ...about,
    subject: referenceKey({ kind: 'image', id: image.id }),
    message: `Image ${image.name} ${about.message}`,
  };
}

import { expect, test } from 'vitest';
import { addMember, setStatus } from '../../src/resources/image-member/api.ts';
import { imageMember } from '../../src/resources/image-member/index.ts';
import { memberId } from '../../src/resources/image-member/schema.ts';
import { copyToLab } from './copy-to-lab.ts';
import { makeImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

/** An image of one project that is shared with another, which said `status`. */
async function share(lab: Lab, status: string): Promise<string> {
  const owner = await lab.makeProject(lab.source, { name: `${lab.run}-owner-${status}` });
  const project = await lab.makeProject(lab.source, { name: `${lab.run}-${status}` });
  const image = await makeImage(lab, lab.source, { name: lab.run, owner, visibility: 'shared' });
  const id = memberId(image, project);
  await addMember(lab.source, image, project);
  await setStatus(lab.source, id, status);
  return id;
}

describeKind({
  kind: imageMember,
  unique: true,
  pick: (lab) => share(lab, 'accepted'),
  async change(destination, { id }) {
    await setStatus(destination, id, 'rejected');
    return ['status'];
  },
  foreign: {
    // The project itself has said no in the destination: it stays at that.
    fate: 'reused with a warning',
    async make(lab, { imageId, projectId }, translate) {
      const image = translate('image', imageId);
      const project = translate('project', projectId);
      await addMember(lab.destination, image, project);
      await setStatus(lab.destination, memberId(image, project), 'rejected');
      return memberId(image, project);
    },
  },
});

test.each(['pending', 'accepted', 'rejected'])(
  'an administrator sets what the project itself had said: %s',
  async (status) => {
    const lab = await openLab();
    try {
      const id = await share(lab, status);
      const picked = await existing(imageMember, lab.source, id);
      const ids = {
        [`image/${picked.imageId}`]: await makeImage(lab, lab.destination, {
          visibility: 'shared',
        }),
        [`project/${picked.projectId}`]: await lab.makeProject(lab.destination),
      };
      const request = { kind: imageMember, id, ids };
      const { destinationId } = await copyToLab(lab, request);
      expect(await existing(imageMember, lab.destination, destinationId)).toMatchObject({ status });
      expect(await copyToLab(lab, request)).toMatchObject({ action: 'reused', concerns: [] });
    } finally {
      await lab.end();
    }
  },
);

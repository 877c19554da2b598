import { Readable } from 'node:stream';
import type { Answer } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Action, Asked } from './action-rules.ts';
import { NOTHING_AS_HTML } from './door.ts';
import { ask } from './inside.ts';
import { objectAt, recordAt, textAt } from './read.ts';
import { isObject } from './schema.ts';
import { startTask } from './tasks.ts';
import * as types from './types.ts';

const STATES = ['active', 'stopped', 'paused', 'suspended'];

/** A snapshot of what it boots from: the image's own bytes, since nothing is written here. */
async function snapshot(
  asked: Asked,
  kind: 'snapshot' | 'backup',
  extra: Record<string, string>,
): Promise<string> {
  const { nova, call, server, given } = asked;
  const { image } = nova.cloud;
  const base = server.imageId === '' ? undefined : image.find(call.token, server.imageId);
  const id = image.begin(call.token, {
    name: textAt(given, 'name')?.trim() ?? '',
    diskFormat: 'raw',
    visibility: 'private',
    minDiskGb: server.flavor.disk,
    minRamMb: base?.minRamMb ?? 0,
    properties: {
      ...base?.properties,
      ...extra,
      ...(await about(asked)),
      ...recordAt(given, 'metadata'),
      image_type: kind,
      image_state: 'available',
      owner_id: server.projectId,
    },
  });
  startTask(nova, call, server, {
    action: kind === 'snapshot' ? 'createImage' : 'createBackup',
    event: kind === 'snapshot' ? 'compute_snapshot_instance' : 'compute_backup_instance',
    state: kind === 'snapshot' ? 'image_snapshot' : 'image_backup',
    seconds: 1,
    async send() {
      const data = base === undefined ? Readable.from([]) : image.read(base.id);
      await image.finish(id, data).catch((error: unknown) => {
        process.stderr.write(`simulator: a snapshot was not finished: ${String(error)}\n`);
      });
    },
    end: () => undefined,
  });
  return id;
}

/** Of the server, and of who asks: Nova keeps the names with the image. */
async function about({ nova, call, server }: Asked): Promise<Record<string, unknown>> {
  const { roles, userName, projectId } = call.token;
  const { body } = await ask(nova.cloud.identity.api, call, { path: `/projects/${projectId}` });
  const project = isObject(body) ? objectAt(body, 'project') : {};
  return {
    instance_uuid: server.id,
    user_id: server.userId,
    base_image_ref: server.imageId,
    boot_roles: roles.toSorted().join(','),
    owner_user_name: userName,
    owner_project_name: textAt(project, 'name') ?? '',
  };
}

function made({ call }: Asked, id: string): Answer {
  if (call.microversion >= 45) return { status: 202, body: { image_id: id } };
  const headers = { location: `${call.origin}/images/${id}` };
  return { status: 202, contentType: NOTHING_AS_HTML, headers };
}

export const imageActions: Readonly<Record<string, Action>> = {
  createImage: {
    schema: types.exactly({ name: types.name, metadata: types.metadata }, ['name']),
    from: STATES,
    act: async (asked) => made(asked, await snapshot(asked, 'snapshot', {})),
  },
  createBackup: {
    schema: types.exactly(
      {
        name: types.name,
        backup_type: types.text,
        rotation: { type: ['integer', 'string'], pattern: '^[0-9]*$', minimum: 0, minLength: 1 },
        metadata: types.metadata,
      },
      ['name', 'backup_type', 'rotation'],
    ),
    from: STATES,
    async act(asked) {
      if (asked.server.imageId === '') {
        throw new Refusal(400, 'Backup is not supported for volume-backed instances.');
      }
      const type = textAt(asked.given, 'backup_type') ?? '';
      return made(asked, await snapshot(asked, 'backup', { backup_type: type }));
    },
  },
};

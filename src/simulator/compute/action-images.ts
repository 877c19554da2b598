import { Readable } from 'node:stream';
import { Refusal } from '../http/refusal.ts';
import type { Action, Asked } from './action-rules.ts';
import { recordAt, textAt } from './read.ts';
import type { Server } from './state.ts';
import { startTask } from './tasks.ts';
import * as types from './types.ts';

const STATES = ['active', 'stopped', 'paused', 'suspended'];

/** A snapshot of what it boots from: the image's own bytes, since nothing is written here. */
function snapshot(
  asked: Asked,
  kind: 'snapshot' | 'backup',
  extra: Record<string, string>,
): string {
  const { nova, call, server, given } = asked;
  const { image } = nova.cloud;
  const base = server.imageId === '' ? undefined : image.find(call.token, server.imageId);
  const id = image.begin(call.token, {
    name: textAt(given, 'name')?.trim() ?? '',
    diskFormat: 'raw',
    minDiskGb: server.flavor.disk,
    minRamMb: base?.minRamMb ?? 0,
    properties: {
      ...extra,
      ...recordAt(given, 'metadata'),
      ...about(server),
      image_type: kind,
    },
  });
  startTask(nova, call, server, {
    action: kind === 'snapshot' ? 'createImage' : 'createBackup',
    event: kind === 'snapshot' ? 'compute_snapshot_instance' : 'compute_backup_instance',
    state: kind === 'snapshot' ? 'image_snapshot' : 'image_backup',
    seconds: 1,
    end() {
      const data = base === undefined ? Readable.from([]) : image.read(base.id);
      void image.finish(id, data).catch((error: unknown) => {
        process.stderr.write(`simulator: a snapshot was not finished: ${String(error)}\n`);
      });
    },
  });
  return id;
}

function about(server: Server): Record<string, unknown> {
  return {
    instance_uuid: server.id,
    user_id: server.userId,
    base_image_ref: server.imageId,
  };
}

function made({ call }: Asked, id: string): ReturnType<Action['act']> {
  if (call.microversion >= 45) return { status: 202, body: { image_id: id } };
  return { status: 202, headers: { location: `${call.origin}/images/${id}` } };
}

export const imageActions: Readonly<Record<string, Action>> = {
  createImage: {
    schema: types.exactly({ name: types.name, metadata: types.metadata }, ['name']),
    from: STATES,
    act: (asked) => made(asked, snapshot(asked, 'snapshot', {})),
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
    act(asked) {
      if (asked.server.imageId === '') {
        throw new Refusal(400, 'Backup is not supported for volume-backed instances.');
      }
      const type = textAt(asked.given, 'backup_type') ?? '';
      return made(asked, snapshot(asked, 'backup', { backup_type: type }));
    },
  },
};

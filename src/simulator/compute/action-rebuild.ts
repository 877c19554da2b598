import { randomBytes } from 'node:crypto';
import { Refusal } from '../http/refusal.ts';
import { OFF, RUNNING } from './action-power.ts';
import type { Action, Asked } from './action-rules.ts';
import { checkImage } from './create-disks.ts';
import { isIn, recordAt, textAt } from './read.ts';
import type { Schema } from './schema.ts';
import { wholeServer } from './server-view.ts';
import type { Server } from './state.ts';
import { startTask } from './tasks.ts';
import * as types from './types.ts';

function schema(microversion: number): Schema {
  return types.exactly(
    {
      name: types.name,
      imageRef: types.uuid,
      adminPass: types.text,
      metadata: types.metadata,
      preserve_ephemeral: types.boolean,
      'OS-DCF:diskConfig': types.diskConfig,
      accessIPv4: { type: 'string', format: 'ipv4' },
      accessIPv6: { type: 'string', format: 'ipv6' },
      ...(microversion >= 19 ? { description: types.description } : {}),
      ...(microversion >= 54 ? { key_name: { type: ['string', 'null'] } as const } : {}),
      ...(microversion >= 57
        ? { user_data: { type: ['string', 'null'], maxLength: 65535 } as const }
        : { personality: { type: 'array' } as const }),
      ...(microversion >= 90 ? { hostname: types.hostname } : {}),
    },
    ['imageRef'],
  );
}

function rebuild({ nova, call, server, given }: Asked): ReturnType<Action['act']> {
  const imageId = textAt(given, 'imageRef') ?? '';
  const image = nova.cloud.image.find(call.token, imageId);
  if (image === undefined) throw new Refusal(400, 'Cannot find image for rebuild');
  checkImage(image, server.flavor, call);
  const off = server.vmState === 'stopped';
  if (server.imageId !== '') server.imageId = imageId;
  rename(server, given);
  startTask(nova, call, server, {
    action: 'rebuild',
    event: 'compute_rebuild_instance',
    state: 'rebuilding',
    seconds: 2,
    end() {
      server.vmState = off ? 'stopped' : 'active';
      server.powerState = off ? OFF : RUNNING;
      server.launched = nova.cloud.clock.now();
      nova.cloud.network.setRunning(server.id, !off);
    },
  });
  const shown = {
    all: call.microversion >= 75,
    keyName: call.microversion >= 54,
    groups: true,
  };
  return {
    status: 202,
    headers: { location: `${call.origin}/v2.1/servers/${server.id}` },
    body: {
      server: {
        ...wholeServer(nova, call, server, shown),
        adminPass: textAt(given, 'adminPass') ?? randomBytes(9).toString('base64url'),
        ...(call.microversion >= 57 ? { user_data: server.userData } : {}),
      },
    },
  };
}

function rename(server: Server, given: Asked['given']): void {
  server.name = textAt(given, 'name') ?? server.name;
  server.hostname = textAt(given, 'hostname') ?? server.hostname;
  if (isIn(given, 'metadata')) server.metadata = recordAt(given, 'metadata');
  if (isIn(given, 'description')) server.description = textAt(given, 'description') ?? null;
  if (isIn(given, 'user_data')) server.userData = textAt(given, 'user_data') ?? null;
}

export const rebuildActions: Readonly<Record<string, Action>> = {
  rebuild: { schema, minds: 'lock', from: ['active', 'stopped', 'error'], act: rebuild },
};

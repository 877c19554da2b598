import { randomBytes } from 'node:crypto';
import { Refusal } from '../http/refusal.ts';
import { OFF, RUNNING } from './action-power.ts';
import type { Action, Asked } from './action-rules.ts';
import { bindPort, settle } from './build.ts';
import { pickHost } from './hosts.ts';
import { textAt } from './read.ts';
import type { Schema } from './schema.ts';
import type { Nova, Server } from './state.ts';
import { startTask } from './tasks.ts';
import { exactly, name, text, uuid } from './types.ts';

const OFFLOAD_S = 0.5;

/** As on most clouds, a shelved server leaves its host at once. */
function shelve({ nova, call, server }: Asked): void {
  startTask(nova, call, server, {
    action: 'shelve',
    event: 'compute_shelve_instance',
    state: 'shelving',
    seconds: 2,
    end() {
      server.vmState = 'shelved';
      server.powerState = OFF;
      nova.cloud.network.setRunning(server.id, false);
      nova.cloud.clock.later(OFFLOAD_S, () => {
        if (server.vmState === 'shelved' && server.taskState === null) offload(nova, server);
      });
    },
  });
}

function offload(nova: Nova, server: Server): void {
  server.vmState = 'shelved_offloaded';
  server.host?.servers.delete(server.id);
  server.host = null;
  nova.cloud.network.setRunning(server.id, false);
}

function unshelve({ nova, call, server, given }: Asked): void {
  const zone = textAt(given, 'availability_zone') ?? server.zoneAsked;
  startTask(nova, call, server, {
    action: 'unshelve',
    event: 'compute_unshelve_instance',
    state: 'unshelving',
    seconds: 2,
    end() {
      const group = server.groupId === null ? undefined : nova.groups.get(server.groupId);
      const host = server.host ?? pickHost(nova, server, { zone, host: undefined, group });
      if (host === undefined) return;
      settle(server, host);
      for (const { portId } of server.nics) bindPort(nova, server, host, portId);
      server.vmState = 'active';
      server.powerState = RUNNING;
      nova.cloud.network.setRunning(server.id, true);
    },
  });
}

function rescue({ nova, call, server, given }: Asked): ReturnType<Action['act']> {
  startTask(nova, call, server, {
    action: 'rescue',
    event: 'compute_rescue_instance',
    state: 'rescuing',
    seconds: 1,
    end() {
      server.vmState = 'rescued';
      server.powerState = RUNNING;
    },
  });
  const adminPass = textAt(given, 'adminPass') ?? randomBytes(9).toString('base64url');
  return { status: 200, body: { adminPass } };
}

function unrescue({ nova, call, server }: Asked): void {
  startTask(nova, call, server, {
    action: 'unrescue',
    event: 'compute_unrescue_instance',
    state: 'unrescuing',
    seconds: 1,
    end() {
      server.vmState = 'active';
    },
  });
}

const rescueSchema: Schema = {
  type: ['object', 'null'],
  properties: { adminPass: text, rescue_image_ref: uuid },
  additionalProperties: false,
};

function unshelveSchema(microversion: number): Schema {
  if (microversion < 77) return {};
  return {
    ...exactly({ availability_zone: name, ...(microversion >= 91 ? { host: text } : {}) }),
    type: ['object', 'null'],
  };
}

export const shelveActions: Readonly<Record<string, Action>> = {
  shelve: { minds: 'lock', from: ['active', 'stopped', 'paused', 'suspended'], act: shelve },
  shelveOffload: {
    adminPolicy: 'os-shelve:shelve_offload',
    minds: 'lock',
    from: ['shelved'],
    act({ nova, call, server }) {
      startTask(nova, call, server, {
        action: 'shelveOffload',
        event: 'compute_shelve_offload_instance',
        state: 'shelving_offloading',
        seconds: OFFLOAD_S,
        end: () => offload(nova, server),
      });
    },
  },
  unshelve: {
    schema: unshelveSchema,
    minds: 'lock',
    from: ['shelved', 'shelved_offloaded'],
    act(asked) {
      const zone = textAt(asked.given, 'availability_zone');
      if (zone !== undefined && !asked.nova.hosts.some((host) => host.zone === zone)) {
        throw new Refusal(400, 'The requested availability zone is not available');
      }
      unshelve(asked);
    },
  },
  rescue: {
    schema: rescueSchema,
    minds: 'lock',
    from: ['active', 'stopped', 'error'],
    act: rescue,
  },
  unrescue: { minds: 'lock', from: ['rescued'], act: unrescue },
};

import { Refusal } from '../http/refusal.ts';
import { OFF, RUNNING } from './action-power.ts';
import type { Action, Asked } from './action-rules.ts';
import { checkQuota } from './quota.ts';
import type { Flavor, Nova, Server } from './state.ts';
import { startTask } from './tasks.ts';
import { diskConfig, exactly } from './types.ts';

function resize({ nova, call, server, given }: Asked): void {
  const flavor = wanted(nova, String(given['flavorRef']));
  if (flavor.id === server.flavor.id) {
    throw new Refusal(400, 'When resizing, instances must change flavor!');
  }
  if (flavor.disk === 0 && server.flavor.disk !== 0 && server.imageId !== '') {
    throw new Refusal(
      400,
      'Server disk was unable to be resized because: Resize to zero disk flavor is not allowed.',
    );
  }
  checkQuota(nova, server.projectId, {
    instances: 0,
    cores: flavor.vcpus - server.flavor.vcpus,
    ram: flavor.ram - server.flavor.ram,
  });
  startTask(nova, call, server, {
    action: 'resize',
    event: 'compute_prep_resize',
    state: 'resize_prep',
    seconds: 2,
    end() {
      server.before = { flavor: server.flavor, vmState: server.vmState };
      server.flavor = { ...flavor };
      server.vmState = 'resized';
    },
  });
}

/** @throws Refusal 400 */
function wanted({ flavors }: Nova, reference: string): Flavor {
  const id = reference.split('/').at(-1) ?? '';
  const flavor = flavors.get(id);
  if (flavor !== undefined) return flavor;
  throw new Refusal(400, `Flavor ${id} could not be found.`);
}

/** What it was before the resize: it runs again, or is off. */
function settle(nova: Nova, server: Server): void {
  const off = server.before?.vmState === 'stopped';
  server.vmState = off ? 'stopped' : 'active';
  server.powerState = off ? OFF : RUNNING;
  server.before = null;
  nova.cloud.network.setRunning(server.id, !off);
}

function confirm({ nova, call, server }: Asked): ReturnType<Action['act']> {
  startTask(nova, call, server, {
    action: 'confirmResize',
    event: 'compute_confirm_resize',
    state: undefined,
    seconds: 0.5,
    end: () => settle(nova, server),
  });
  return { status: 204 };
}

function revert({ nova, call, server }: Asked): void {
  startTask(nova, call, server, {
    action: 'revertResize',
    event: 'compute_revert_resize',
    state: 'resize_reverting',
    seconds: 1,
    end() {
      server.flavor = server.before?.flavor ?? server.flavor;
      settle(nova, server);
    },
  });
}

export const resizeActions: Readonly<Record<string, Action>> = {
  resize: {
    schema: exactly(
      {
        flavorRef: { type: ['string', 'integer'], minLength: 1 },
        'OS-DCF:diskConfig': diskConfig,
      },
      ['flavorRef'],
    ),
    minds: 'lock',
    from: ['active', 'stopped'],
    act: resize,
  },
  confirmResize: { minds: 'lock', from: ['resized'], act: confirm },
  revertResize: { minds: 'lock', from: ['resized'], act: revert },
};

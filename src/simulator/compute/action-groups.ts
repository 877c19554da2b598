import { Refusal } from '../http/refusal.ts';
import type { Action, Asked } from './action-rules.ts';
import { ask } from './inside.ts';
import { listAt, textAt, textsAt } from './read.ts';
import { isObject } from './schema.ts';

/** Security groups stand on the ports: Nova changes each of the server's. */
async function change(
  asked: Asked,
  to: (ids: readonly string[], id: string) => string[],
): Promise<void> {
  const { nova, call, server, given } = asked;
  const { api } = nova.cloud.network;
  const name = textAt(given, 'name') ?? '';
  if (!('name' in given)) throw new Refusal(400, 'Security group not specified');
  if (name.trim() === '') throw new Refusal(400, 'Security group name cannot be empty');
  const project = call.token.projectId ?? '';
  const groups = await ask(api, call, { path: `/security-groups?project_id=${project}` });
  const group = items(groups.body, 'security_groups').find(
    (each) => each['name'] === name || each['id'] === name,
  );
  if (group === undefined) {
    throw new Refusal(404, `Security group ${name} is not found for project ${project}`);
  }
  const ports = await ask(api, call, { path: `/ports?device_id=${server.id}` });
  for (const port of items(ports.body, 'ports')) {
    const json = {
      port: { security_groups: to(textsAt(port, 'security_groups'), String(group['id'])) },
    };
    await ask(api, call, { method: 'PUT', path: `/ports/${textAt(port, 'id')}`, json });
  }
}

function items(body: unknown, key: string): readonly Record<string, unknown>[] {
  return isObject(body) ? listAt(body, key) : [];
}

export const groupActions: Readonly<Record<string, Action>> = {
  addSecurityGroup: {
    act: (asked) =>
      change(asked, (ids, id) => {
        if (!ids.includes(id)) return [...ids, id];
        throw new Refusal(
          400,
          `Invalid input for security_groups. Reason: Duplicate items in the list: '${id}'.\nNeutron server returns request_ids: ['${asked.call.requestId}']`,
        );
      }),
  },
  removeSecurityGroup: {
    act: (asked) => change(asked, (ids, id) => ids.filter((each) => each !== id)),
  },
};

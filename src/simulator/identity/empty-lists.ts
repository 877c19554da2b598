import type { Route } from '../http/call.ts';
import { listed } from './list.ts';

const LISTS = [
  ['/limits', 'limits'],
  ['/registered_limits', 'registered_limits'],
  ['/policies', 'policies'],
] as const;

/** What python-openstackclient may ask for, and no simulated cloud has. */
export function emptyListRoutes(): Route[] {
  return [
    ...LISTS.map(([path, key]): Route => ({
      method: 'GET',
      path,
      handle: (call) => listed(call, key, []),
    })),
    {
      method: 'GET',
      path: '/limits/model',
      open: true,
      handle: () => ({ status: 200, body: { model: MODEL } }),
    },
  ];
}

const MODEL = {
  name: 'flat',
  description:
    'Limit enforcement and validation does not take project hierarchy into consideration.',
};

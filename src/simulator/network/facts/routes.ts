import type { Answer, Call, Route } from '../../http/call.ts';
import type { Neutron } from '../neutron.ts';
import { missing } from '../refuse.ts';
import { idOf, ok } from '../rest/routes.ts';
import { agentsOf } from './agents.ts';
import { availabilities } from './ip-availability.ts';
import { EXTENSIONS } from './extensions.ts';

/** What can only be looked at. */
export function factRoutes(neutron: Neutron): Route[] {
  const { extensionsLeftOut = [] } = neutron.cloud.options;
  const offered = EXTENSIONS.filter(([alias = '']) => !extensionsLeftOut.includes(alias));
  return [
    { method: 'GET', path: '/extensions', handle: () => ok({ extensions: offered.map(view) }) },
    {
      method: 'GET',
      path: '/extensions/:id',
      handle(call) {
        const found = offered.find(([alias]) => alias === idOf(call));
        if (found !== undefined) return ok({ extension: view(found) });
        return noExtension(call);
      },
    },
    {
      method: 'GET',
      path: '/availability_zones',
      handle: () => ok({ availability_zones: [] }),
    },
    {
      method: 'GET',
      path: '/service-providers',
      handle: () => ok({ service_providers: PROVIDERS.map(provider) }),
    },
    {
      method: 'GET',
      path: '/agents',
      handle({ token }) {
        if (!token.isAdmin) return ok({ agents: [] });
        return ok({ agents: agentsOf(neutron) });
      },
    },
    {
      method: 'GET',
      path: '/agents/:id',
      handle(call) {
        const agent = agentsOf(neutron).find(({ id }) => id === idOf(call));
        if (agent !== undefined && call.token.isAdmin) return ok({ agent });
        throw missing('AgentNotFound', `Agent ${idOf(call)} could not be found.`);
      },
    },
    {
      method: 'GET',
      path: '/network-ip-availabilities',
      handle: (call) => ok(availabilities(neutron, call)),
    },
    ...EMPTY.map(([path, key]): Route => ({
      method: 'GET',
      path,
      handle: () => ok({ [key]: [] }),
    })),
  ];
}

const PROVIDERS = ['dvrha', 'dvr', 'ha', 'single_node'];

/** Extensions that the lists name and that nobody uses here. */
const EMPTY = [['/flavors', 'flavors']] as const;

/** The only plain text that Neutron answers, where JSON is not asked for. */
function noExtension(call: Call): Answer {
  const alias = idOf(call);
  if (call.headers.accept?.includes('json') === true) {
    const message = `The resource could not be found.<br /><br />\nExtension with alias ${alias} does not exist\n\n`;
    return { status: 404, body: { message, code: '404 Not Found', title: 'Not Found' } };
  }
  const bytes = `404 Not Found\n\nThe resource could not be found.\n\n Extension with alias ${alias} does not exist  `;
  return { status: 404, bytes, contentType: 'text/plain; charset=UTF-8' };
}

function provider(name: string): unknown {
  return { service_type: 'L3_ROUTER_NAT', name, default: false };
}

function view([alias, name, description, updated]: readonly string[]): unknown {
  return { name, alias, description, updated, links: [] };
}

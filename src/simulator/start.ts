import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { SERVICES } from './cloud.ts';
import type { CloudOptions, SimulatedCloud } from './cloud.ts';
import { startClock } from './clock.ts';
import { createCompute } from './compute/index.ts';
import { createFaults } from './faults/engine.ts';
import type { Faults } from './faults/engine.ts';
import type { ServiceName } from './http/call.ts';
import { listen } from './http/serve.ts';
import type { Listener, Surroundings } from './http/serve.ts';
import { createIdentity } from './identity/index.ts';
import { createImages } from './image/index.ts';
import { createJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { createNetworks } from './network/index.ts';
import { createVolumes } from './volume/index.ts';

export interface SimulationOptions {
  readonly clouds: readonly CloudOptions[];
  readonly onSignal?: Surroundings['onSignal'];
}

/** Clouds in memory behind real HTTP servers on loopback. */
export interface Simulation {
  readonly clouds: readonly SimulatedCloud[];
  readonly faults: Faults;
  readonly journal: Journal;
  /** Entries for clouds.yaml: each cloud's administrator, as the cloud is named. */
  readonly cloudsYaml: string;
  close(): Promise<void>;
}

export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const faults = createFaults();
  const journal = createJournal();
  const around = { faults, journal, onSignal: options.onSignal ?? (() => undefined) };
  const started = await Promise.all(options.clouds.map((each) => startCloud(each, around)));
  return {
    clouds: started.map(({ cloud }) => cloud),
    faults,
    journal,
    cloudsYaml: stringify({
      clouds: Object.fromEntries(started.map(({ cloud }) => [cloud.name, entry(cloud)])),
    }),
    async close() {
      await Promise.all(started.map((each) => each.close()));
    },
  };
}

interface Started {
  readonly cloud: SimulatedCloud;
  close(): Promise<void>;
}

async function startCloud(given: CloudOptions, around: Surroundings): Promise<Started> {
  const options = { ...given, password: given.password ?? randomBytes(12).toString('base64url') };
  const clock = startClock({ pace: options.pace ?? 1, ahead: options.ahead ?? 0 });
  const origins: Partial<Record<ServiceName, string>> = {};
  const cloud = { name: options.name, region: 'RegionOne', clock, options, origins } as {
    -readonly [Key in keyof SimulatedCloud]: SimulatedCloud[Key];
  };
  cloud.identity = createIdentity(cloud);
  cloud.image = createImages(cloud);
  cloud.network = createNetworks(cloud);
  cloud.volume = createVolumes(cloud);
  cloud.compute = createCompute(cloud);
  const listeners: Listener[] = [];
  for (const [index, service] of SERVICES.entries()) {
    const port = options.ports?.[index] ?? 0;
    const listener = await listen(cloud, cloud[service].api, { ...around, port });
    origins[service] = `http://127.0.0.1:${listener.port}`;
    listeners.push(listener);
  }
  return {
    cloud,
    async close() {
      clock.stop();
      await Promise.all(listeners.map((listener) => listener.close()));
      await cloud.image.close();
    },
  };
}

/** An entry of clouds.yaml. */
function entry({ options, region, origins }: SimulatedCloud): unknown {
  return {
    region_name: region,
    auth: {
      auth_url: `${origins.identity}/v3`,
      username: 'admin',
      password: options.password,
      project_name: 'admin',
      user_domain_id: 'default',
      project_domain_id: 'default',
    },
  };
}

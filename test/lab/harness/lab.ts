import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LAB = process.env['LAB'] ?? '/var/lib/pumphouse-lab';

export const CLOUDS_FILE = `${LAB}/clouds.yaml`;

/** Both clouds back to the seeded state. */
export async function resetLab(): Promise<void> {
  await run('bash', ['lab/lab.sh', 'reset'], { maxBuffer: 1 << 26 });
}

/** A few small servers beside the seed, ACTIVE, in a project of their own: `name` or `name=address`. */
export async function makeSmallProject(name: string, servers: readonly string[]): Promise<void> {
  await smallProject('make', name, ...servers);
}

/** From both clouds, with all it owns. */
export async function removeSmallProject(name: string): Promise<void> {
  await smallProject('remove', name);
}

async function smallProject(...args: string[]): Promise<void> {
  await run('/usr/bin/python3', ['-B', 'lab/lib/small_project.py', ...args], {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: CLOUDS_FILE },
  });
}

/** Runs a Python program against the clouds with openstacksdk: a witness that is not our own client. */
async function witness(program: string): Promise<string> {
  const { stdout } = await run('/usr/bin/python3', ['-c', `import json, openstack\n${program}`], {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: CLOUDS_FILE },
    maxBuffer: 1 << 26,
  });
  return stdout.trim();
}

export async function witnessJson<T>(program: string): Promise<T> {
  return JSON.parse(await witness(program)) as T;
}

export async function openstack(cloud: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('openstack', ['--os-cloud', cloud, ...args], {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: CLOUDS_FILE },
  });
  return stdout.trim();
}

/** In what these servers of a project, and all they depend on, differ between the clouds, as lab/lib/compare.py sees them. */
export async function compareProject(
  project: string,
  servers: readonly string[],
): Promise<unknown[]> {
  const all = Object.keys(await serverStates('src', project));
  const left = all.filter((name) => !servers.includes(name));
  const { stdout } = await run(
    '/usr/bin/python3',
    ['lab/lib/compare.py', 'src', 'dst', project, ...left.flatMap((name) => ['--exclude', name])],
    { env: { ...process.env, OS_CLIENT_CONFIG_FILE: CLOUDS_FILE }, maxBuffer: 1 << 26 },
  ).catch((error: { stdout?: string; message: string }) => {
    // Exit code 1 says that there are differences; they are in the answer.
    if (error.stdout?.startsWith('{') === true) return { stdout: error.stdout };
    throw error;
  });
  return (JSON.parse(stdout) as { differences: unknown[] }).differences;
}

export interface Comparison {
  readonly kinds: Readonly<Record<string, { readonly resources: number }>>;
  readonly differences: readonly unknown[];
  /** The same for people. */
  readonly table: string;
}

/** The whole source against the whole destination, as lab/lib/compare_all.py sees them. */
export async function compareAll(leftOut: readonly string[]): Promise<Comparison> {
  const words = leftOut.flatMap((each) => ['--leave-out', each]);
  const { stdout } = await run(
    '/usr/bin/python3',
    ['-B', 'lab/lib/compare_all.py', 'src', 'dst', '--json', ...words],
    { env: { ...process.env, OS_CLIENT_CONFIG_FILE: CLOUDS_FILE }, maxBuffer: 1 << 26 },
  ).catch((error: { stdout?: string; message: string }) => {
    if (error.stdout?.startsWith('{') === true) return { stdout: error.stdout };
    throw error;
  });
  return JSON.parse(stdout) as Comparison;
}

/** By kind, then id. */
export type Inventory = Readonly<
  Record<string, Readonly<Record<string, { readonly name?: string }>>>
>;

/** Everything in a cloud, normalised, ids included. */
export async function inventory(cloud: string): Promise<Inventory> {
  const { stdout } = await run('/usr/bin/python3', ['lab/lib/inventory.py', cloud], {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: CLOUDS_FILE },
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as Inventory;
}

/** How many rows of a cloud's databases hold a word: what no API shows is there all the same. */
export async function rowsWith(cloud: string, word: string): Promise<number> {
  const services = ['keystone', 'glance', 'placement', 'nova_api', 'nova', 'neutron', 'cinder'];
  const socket = ['--no-defaults', `--socket=${LAB}/mysql/mysql.sock`, '-u', 'root'];
  const how = ['--no-create-info', '--skip-extended-insert', '--databases'];
  const { stdout } = await run(
    'mariadb-dump',
    [...socket, ...how, ...services.map((service) => `${service}_${cloud}`)],
    { maxBuffer: 1 << 29 },
  );
  const rows = stdout.split('\n').filter((line) => line.startsWith('INSERT'));
  if (rows.length === 0) throw new Error(`The databases of ${cloud} are empty.`);
  return rows.filter((row) => row.includes(word)).length;
}

export interface ServerState {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly locked: boolean;
  readonly tags: readonly string[];
  readonly ports: readonly { readonly id: string; readonly up: boolean }[];
}

/** Power, lock and ports of a project's servers, by name. */
export async function serverStates(
  cloud: string,
  project: string,
): Promise<Record<string, ServerState>> {
  const states = await witnessJson<ServerState[]>(`
c = openstack.connect(cloud='${cloud}', compute_default_microversion='2.73')
p = next((p for p in c.identity.projects() if p.name == '${project}'), None)
out = []
for s in (c.compute.servers(all_projects=True, project_id=p.id) if p else []):
    ports = [{'id': q.id, 'up': q.is_admin_state_up} for q in c.network.ports(device_id=s.id)]
    out.append({'id': s.id, 'name': s.name, 'status': s.status, 'locked': bool(s.is_locked), 'tags': sorted(s.tags or []), 'ports': sorted(ports, key=lambda q: q['id'])})
print(json.dumps(out))`);
  return Object.fromEntries(states.map((state) => [state.name, state]));
}

/** Servers, ports and floating IPs of a project in a cloud: what a compensation must leave none of. */
export async function serverThings(cloud: string, project: string): Promise<string[]> {
  return witnessJson<string[]>(`
c = openstack.connect(cloud='${cloud}')
p = next((p for p in c.identity.projects() if p.name == '${project}'), None)
out = []
if p:
    out += ['server ' + s.name for s in c.compute.servers(all_projects=True, project_id=p.id)]
    out += ['port ' + (q.name or q.id) for q in c.network.ports(project_id=p.id) if not q.device_owner.startswith('network:')]
    out += ['floating ip ' + f.floating_ip_address for f in c.network.ips(project_id=p.id)]
print(json.dumps(out))`);
}

export async function readClouds(): Promise<string> {
  return readFile(CLOUDS_FILE, 'utf8');
}

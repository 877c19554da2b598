import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../../src/model/names.ts';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly secrets?: readonly { source: string; target: string }[];
  readonly command?: readonly string[];
  readonly deploy?: { readonly replicas: string };
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: object;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { internal?: boolean } | null>>;
  readonly secrets: Readonly<Record<string, { file: string }>>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');

test('no secret has a default: docker compose refuses to start without it', () => {
  const secrets = services.flatMap(([name, { environment = {} }]) =>
    Object.entries(environment)
      .filter(([key]) => /PASSWORD|PWD|SECRET|KEY/u.test(key))
      .map(([key, value]) => ({ name, key, value: String(value) })),
  );
  expect(secrets.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['postgresql', 'schema', 'temporal']),
  );
  for (const { value } of secrets) expect(value).toMatch(/^\$\{[A-Z_]+:\?.+\}$/u);
  expect(compose.secrets['clouds']?.file).toMatch(/^\$\{CLOUDS_YAML:\?.+\}$/u);
});

test('only the Web UI and Temporal`s port are published, on loopback', () => {
  const published = services.flatMap(([name, { ports = [] }]) =>
    ports.map((port) => ({ name, port })),
  );
  expect(published.map(({ name }) => name).toSorted()).toEqual(['temporal', 'ui']);
  for (const { port } of published) expect(port).toMatch(/^127\.0\.0\.1:/u);
});

test('the database is in a named volume, on a network of its own without a way out', () => {
  expect(compose.services['postgresql']?.volumes).toEqual(['postgresql:/var/lib/postgresql/data']);
  expect(Object.keys(compose.volumes)).toContain('postgresql');
  expect(compose.networks['database']).toEqual({ internal: true });
  const reach = services.filter(([, { networks }]) => networks.includes('database'));
  expect(reach.map(([name]) => name).toSorted()).toEqual(['postgresql', 'schema', 'temporal']);
});

test('every service is started again: jobs until they succeed, all others always', () => {
  const jobs = new Set(['schema', 'namespace']);
  for (const [name, { restart }] of services) {
    expect(restart).toMatch(jobs.has(name) ? /^on-failure:\d+$/u : /^unless-stopped$/u);
  }
});

test('each step waits for the one before it', () => {
  const waits = Object.fromEntries(
    services.map(([name, { depends_on = {} }]) => [
      name,
      Object.entries(depends_on).map(([other, { condition }]) => `${other} ${condition}`),
    ]),
  );
  expect(waits).toEqual({
    postgresql: [],
    schema: ['postgresql service_healthy'],
    temporal: ['schema service_completed_successfully'],
    namespace: ['temporal service_healthy'],
    ui: ['temporal service_healthy'],
    'worker-api': ['namespace service_completed_successfully'],
    'worker-transfer': ['namespace service_completed_successfully'],
  });
  for (const name of ['postgresql', 'temporal']) {
    expect(compose.services[name]?.healthcheck).toBeDefined();
  }
});

test('the server and its tools are of one version, and no image of others floats', () => {
  expect(tag('schema')).toBe(tag('temporal'));
  expect(tag('namespace')).toBe(tag('temporal'));
  const foreign = services.filter(([, { build }]) => build === undefined);
  for (const [, { image }] of foreign) expect(image).toMatch(/:[^:]*\d/u);
});

test('each task queue has workers of its own, as many as one likes, with clouds.yaml read as a secret', () => {
  for (const queue of ['api', 'transfer']) {
    const worker = compose.services[`worker-${queue}`];
    expect(worker?.command).toEqual(['node', 'dist/worker.js', '--queue', queue]);
    expect(worker?.deploy?.replicas).toMatch(/^\$\{[A-Z]+_WORKERS:-\d+\}$/u);
    expect(worker?.secrets).toEqual([{ source: 'clouds', target: 'clouds.yaml' }]);
    expect(worker?.environment?.['OS_CLIENT_CONFIG_FILE']).toBe('/run/secrets/clouds.yaml');
  }
});

test('the namespace job sets the retention and registers every search attribute', () => {
  const script = read('deploy/temporal/namespace.sh');
  expect(compose.services['namespace']?.environment?.['RETENTION']).toBe('${RETENTION:-720h}');
  expect(script.match(/--retention "\$RETENTION"/gu)).toHaveLength(2);
  const names = /^for name in (.*); do$/mu.exec(script)?.[1]?.split(' ');
  expect(names).toEqual(Object.values(SEARCH_ATTRIBUTES));
});

test('every file that a service mounts is in the repository', () => {
  const files = services
    .flatMap(([, { volumes = [] }]) => volumes)
    .filter((volume) => volume.startsWith('./'));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(file).toMatch(/:ro$/u);
    expect(read(file.split(':')[0]!)).not.toBe('');
  }
});

test('the image is Debian`s, and its last stage does not run as root', () => {
  const bases = dockerfile.match(/^FROM \S+/gmu);
  expect(bases).toHaveLength(2);
  for (const base of bases ?? []) expect(base).toMatch(/^FROM node:\d+-bookworm-slim$/u);
  expect(dockerfile.split(/^FROM /mu).at(-1)).toMatch(/^USER node$/mu);
});

test('nothing but what the build needs reaches the image`s builder', () => {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines[0]).toBe('*');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gmu)].flatMap(([, sources]) =>
    sources!.split(' '),
  );
  expect(lines.slice(1).toSorted()).toEqual(copied.map((source) => `!${source}`).toSorted());
});

function tag(service: string): string | undefined {
  return compose.services[service]?.image.split(/:(.*)/u)[1];
}

function read(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

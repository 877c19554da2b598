import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import axios from 'axios';
import { VerificationError } from '../errors/migration.ts';
import type { Concern } from '../model/concern.ts';
import type { Probe, Spec } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { consoleText } from '../resources/server/console.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import type { Run } from './run.ts';

const INTERVAL_MS = 2000;
const ONE_TRY_MS = 5000;

/** Runs the operator's probes until all pass. @throws VerificationError that names the first that does not, by then */
export async function probeServer(
  spec: Spec,
  destination: Cloud,
  { server, until }: { readonly server: ServerResource; readonly until: number },
  { signal, report }: Run,
): Promise<Concern[]> {
  for (const probe of spec.server.probes) {
    for (;;) {
      const failure = await tryOnce(probe, destination, server, signal);
      if (failure === undefined) break;
      if (Date.now() > until) {
        throw new VerificationError(
          `${destination.name}: server ${server.name}: probe ${describe(probe)} did not pass within ${spec.server.deadlineSeconds} s: ${failure}.`,
        );
      }
      report(`probe ${describe(probe)}: ${failure}`);
      await setTimeout(INTERVAL_MS, undefined, { signal });
    }
  }
  return [];
}

function describe(probe: Probe): string {
  if (probe.type === 'console') return 'console';
  return probe.type === 'tcp' ? `tcp ${probe.port}` : `http ${probe.port}`;
}

/** Undefined where it passes; else why not, without a word of what the server said. */
async function tryOnce(
  probe: Probe,
  destination: Cloud,
  server: ServerResource,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (probe.type === 'console') {
    const text = await consoleText(destination, server.id);
    return text.includes(probe.contains) ? undefined : 'the console does not show the text yet';
  }
  const address = addressOf(server, probe.address);
  if (address === undefined) return `it has no ${probe.address} address`;
  if (probe.type === 'tcp') return tryTcp(address, probe.port);
  return tryHttp(address, probe, signal);
}

/** The first of its kind; a server without a floating address is asked at its fixed one. */
function addressOf({ addresses }: ServerResource, kind: 'fixed' | 'floating'): string | undefined {
  const all = Object.values(addresses).flat();
  const floating = all.find((each) => each['OS-EXT-IPS:type'] === 'floating');
  const fixed = all.find((each) => each['OS-EXT-IPS:type'] !== 'floating');
  return (kind === 'floating' ? (floating ?? fixed) : fixed)?.addr;
}

async function tryTcp(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ONE_TRY_MS });
    const end = (failure: string | undefined): void => {
      socket.destroy();
      resolve(failure);
    };
    socket.once('connect', () => end(undefined));
    socket.once('timeout', () => end(`${host}:${port} does not answer`));
    socket.once('error', (error) => end(`${host}:${port}: ${error.message}`));
  });
}

async function tryHttp(
  host: string,
  probe: Extract<Probe, { type: 'http' }>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const name = host.includes(':') ? `[${host}]` : host;
  try {
    const { status } = await axios.get(`http://${name}:${probe.port}${probe.path}`, {
      timeout: ONE_TRY_MS,
      maxRedirects: 0,
      validateStatus: () => true,
      proxy: false,
      signal,
    });
    return status === probe.status ? undefined : `answered ${status}, not ${probe.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

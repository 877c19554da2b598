/**
 * The rates that a plan's estimate reckons with (src/model/rates.ts): from the recorded histories of a migration between the lab's clouds,
 * and from an image of its own that it copies between them, and removes. See README.md.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';
import { copyResource } from '../src/activities/copy-resource.ts';
import type { CopyResult } from '../src/activities/copy.ts';
import type { ServerResult } from '../src/model/report.ts';
import type { Cloud } from '../src/openstack/cloud.ts';
import { openCloud } from '../src/openstack/open-cloud.ts';
import { kindOf } from '../src/resources/registry.ts';
import { HEADER, cells, table } from './figures.ts';
import { useLab } from './lab.ts';

type Event = temporal.api.history.v1.IHistoryEvent;

const MIB = 1024 * 1024;
const IMAGE_MIB = 256;
const ROUNDS = 3;

useLab();
const project = await eventsOf('lab-project.json');
const servers = results<ServerResult>(project).filter(({ outcome }) => outcome === 'migrated');
const seconds = (values: readonly (number | undefined)[]): number[] =>
  values.flatMap((each) => (each === undefined ? [] : [each / 1000]));
const copy = await eventsOf('lab-copy.json');
const copied = results<CopyResult>(project).find(({ created }) => created !== undefined);
const made = copied?.created ?? 0;
const copySeconds = secondsOf(copy.at(-1)) - secondsOf(copy[0]);
console.log(
  table([
    HEADER,
    cells(`a meta-resource, s (of ${made})`, [copySeconds / made], { digits: 2 }),
    cells('a server, s', seconds(servers.map(({ durationMs }) => durationMs))),
    cells('its downtime, s', seconds(servers.map(({ downtimeMs }) => downtimeMs))),
    cells('one transfer, MiB/s', await transfers(), { digits: 0, best: Math.max }),
  ]),
);

async function eventsOf(file: string): Promise<Event[]> {
  const text = await readFile(new URL(`../test/histories/${file}`, import.meta.url), 'utf8');
  return historyFromJSON(JSON.parse(text)).events ?? [];
}

/** Of the child workflows that ended, in the order of their ends. */
function results<T>(events: readonly Event[]): Partial<T>[] {
  return events.flatMap(({ childWorkflowExecutionCompletedEventAttributes: completed }) =>
    (completed?.result?.payloads ?? []).map((payload) =>
      defaultPayloadConverter.fromPayload<Partial<T>>(payload),
    ),
  );
}

function secondsOf(event: Event | undefined): number {
  const { seconds: whole, nanos } = event?.eventTime ?? {};
  return Number(whole) + (nanos ?? 0) / 1e9;
}

/** The image kind as the activity calls it; an image of its own, so that the seeded ones keep their ids free. */
async function transfers(): Promise<number[]> {
  const clouds = { source: await openCloud('src'), destination: await openCloud('dst') };
  const rates: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const id = await makeImage(clouds.source);
    const ids: string[] = [];
    try {
      const begun = performance.now();
      const copied = await copyResource({
        kind: kindOf('image'),
        id,
        ...clouds,
        ids: {},
        mappings: {},
        migration: 'bench-rates',
        signal: new AbortController().signal,
      });
      rates.push(IMAGE_MIB / ((performance.now() - begun) / 1000));
      ids.push(copied.destinationId);
    } finally {
      await kindOf('image').remove(clouds.source, id);
      for (const each of ids) await kindOf('image').remove(clouds.destination, each);
    }
  }
  clouds.source.close();
  clouds.destination.close();
  return rates;
}

async function makeImage(cloud: Cloud): Promise<string> {
  const { id } = await cloud.request('image', {
    method: 'POST',
    path: '/images',
    body: {
      name: 'bench-rates',
      disk_format: 'raw',
      container_format: 'bare',
      visibility: 'public',
    },
    schema: z.looseObject({ id: z.string() }),
  });
  const block = randomBytes(MIB);
  const body = Readable.from(Array.from({ length: IMAGE_MIB }, () => block));
  await cloud.upload('image', { path: `/images/${id}/file`, body });
  return id;
}

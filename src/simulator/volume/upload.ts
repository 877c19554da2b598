import type { Call } from '../http/call.ts';
import { spoilt } from './content.ts';
import { change } from './state.ts';
import type { Store, Volume } from './state.ts';
import { words } from './read.ts';

interface Upload {
  readonly call: Call;
  readonly image: {
    readonly name: string;
    readonly diskFormat: string;
    readonly containerFormat: string;
    readonly visibility: string;
    readonly protected: boolean;
  };
}

/** Of the image, not of what it held. */
const BASE = new Set(
  words('image_id image_name checksum container_format disk_format min_disk min_ram size'),
);

/** A new image of the volume's bytes, which takes its time; answers its id. */
export function startUpload(store: Store, volume: Volume, { call, image }: Upload): string {
  const { cloud, contents } = store;
  const { fate } = call;
  const properties = Object.fromEntries(
    Object.entries(volume.imageMetadata ?? {}).filter(([key]) => !BASE.has(key)),
  );
  const id = cloud.image.begin(call.token, { ...image, properties });
  const { status } = volume;
  change(store, volume, { status: 'uploading' });
  if (fate === 'stuck') return id;
  const finish = async (): Promise<void> => {
    const content = fate === 'wrong-hash' ? spoilt(volume.content) : volume.content;
    if (fate !== 'error') await cloud.image.finish(id, contents.read(content, volume.size));
  };
  const back = (): void => change(store, volume, { status });
  cloud.clock.later(1, () => {
    void finish().then(back, back);
  });
  return id;
}

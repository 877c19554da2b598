import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { mustFind, mustOwn } from './access.ts';
import { enforce } from './limits.ts';
import { rangeOf } from './range.ts';
import { ERRED, unsupported } from './refuse.ts';
import { STORE, touch } from './state.ts';
import type { Glance, Image, Status } from './state.ts';
import { storeData } from './store-data.ts';
import { DONE } from './views.ts';

export function dataRoutes(glance: Glance): Route[] {
  return [
    {
      method: 'GET',
      path: '/images/:id/file',
      handle: (call) => download(glance, call),
    },
    {
      method: 'PUT',
      path: '/images/:id/file',
      bytes: true,
      handle: (call) => upload(glance, call),
    },
    {
      method: 'PUT',
      path: '/images/:id/stage',
      bytes: true,
      handle: (call) => stage(glance, call),
    },
  ];
}

async function upload(glance: Glance, call: Call): Promise<Answer> {
  mustBeOctets(call);
  enforce(glance, call.token, { limit: 'image_size_total' });
  const store = call.headers['x-image-meta-store'];
  if (store !== undefined && store !== STORE) {
    throw new Refusal(400, `Store for identifier ${String(store)} not found`);
  }
  const image = mustFind(glance, call);
  mustOwn(call.token, image, `Not allowed to upload image data for image ${image.id}`);
  mustBeQueued(image, 'saving');
  mustHaveFormats(image);
  start(glance, image, { call, status: 'saving' });
  const fate = call.fate ?? image.fate;
  const outcome = await storeData(glance, image, { data: call.bytes, fate });
  if (outcome === 'stored') return DONE;
  if (outcome === 'gone') {
    throw new Refusal(
      410,
      `Image ${image.id} could not be found after upload. The image may have been deleted during the upload, cleaning up the chunks uploaded.`,
    );
  }
  // A Glance that dies in an upload leaves the image as it is, and its caller without an answer.
  if (fate === 'stuck') call.bytes.socket.destroy();
  throw new Refusal(500, ERRED);
}

/** Data that lie beside the store until an import takes them. */
async function stage(glance: Glance, call: Call): Promise<Answer> {
  mustBeOctets(call);
  enforce(glance, call.token, { limit: 'image_stage_total' });
  const image = mustFind(glance, call);
  mustOwn(call.token, image);
  mustBeQueued(image, 'uploading');
  start(glance, image, { call, status: 'uploading' });
  const staged = await glance.spool
    .write(call.bytes, { change: call.fate === 'wrong-hash' })
    .catch(() => undefined);
  if (staged === undefined) {
    image.status = 'queued';
    throw new Refusal(500, ERRED);
  }
  image.staged = staged;
  image.size = staged.size;
  touch(glance, image);
  return DONE;
}

/** It counts among those under way before these are counted. @throws Refusal 413 */
function start(
  glance: Glance,
  image: Image,
  { call, status }: { readonly call: Call; readonly status: Status },
): void {
  image.status = status;
  touch(glance, image);
  try {
    enforce(glance, call.token, { limit: 'image_count_uploading' });
  } catch (error) {
    image.status = 'queued';
    throw error;
  }
}

function download(glance: Glance, call: Call): Answer {
  const image = mustFind(glance, call);
  if (image.status === 'deactivated' && !call.token.isAdmin) {
    throw new Refusal(
      403,
      'The requested image has been deactivated. Image data download is forbidden.',
    );
  }
  const { data } = image;
  if (data === undefined) return { status: 204, headers: { 'content-length': '0' } };
  const range = rangeOf(call.headers, data.size);
  const length = range === undefined ? data.size : range.end - range.start + 1;
  return {
    status: range === undefined ? 200 : 206,
    contentType: 'application/octet-stream',
    bytes: glance.spool.read(data, range),
    headers: {
      ...(data.hashes['md5'] === undefined ? {} : { 'content-md5': data.hashes['md5'] }),
      'content-length': String(length),
      ...(range === undefined
        ? {}
        : { 'content-range': `bytes ${range.start}-${range.end}/${data.size}` }),
    },
  };
}

/** @throws Refusal 415 */
function mustBeOctets({ headers }: Call): void {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (type === 'application/octet-stream') return;
  const refused = unsupported(type);
  throw new Refusal(refused.status, refused.message, refused.type);
}

/** @throws Refusal 409 */
function mustBeQueued({ status }: Image, next: Status): void {
  if (status === 'queued') return;
  throw new Refusal(409, `Image status transition from ${status} to ${next} is not allowed`);
}

/** @throws Refusal 400 */
function mustHaveFormats({ attributes }: Image): void {
  const missing = (['disk_format', 'container_format'] as const).filter(
    (key) => attributes[key] === null,
  );
  if (missing.length === 0) return;
  const what = missing.length === 1 ? 'Property' : 'Properties';
  throw new Refusal(400, `${what} ${missing.join(', ')} must be set prior to saving data.`);
}

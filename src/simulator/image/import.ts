import { randomUUID } from 'node:crypto';
import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { mustFind, mustOwn, notAuthorized } from './access.ts';
import { isObject, readObject } from './body.ts';
import type { JsonObject } from './body.ts';
import { str } from '../python.ts';
import { enforce } from './limits.ts';
import { IMPORT_METHODS, STORE, touch } from './state.ts';
import type { Glance, Image, Task } from './state.ts';
import { activate } from './store-data.ts';

type Method = (typeof IMPORT_METHODS)[number];

/** https://docs.openstack.org/api-ref/image/v2/#interoperable-image-import */
export function importRoutes(glance: Glance): Route[] {
  return [
    {
      method: 'POST',
      path: '/images/:id/import',
      handle: (call) => importImage(glance, call),
    },
  ];
}

function importImage(glance: Glance, call: Call): Answer {
  const body = readObject(call);
  const { name, uri } = methodOf(body);
  enforce(glance, call.token, { limit: 'image_size_total' });
  const image = mustFind(glance, call);
  mustBeReady(image, name);
  if (name === 'copy-image') {
    if (!call.token.isAdmin) throw notAuthorized('copy_image');
    if (body['all_stores'] === true) return ACCEPTED;
    throw new Refusal(400, `Image is already present at store '${STORE}'`);
  }
  mustOwn(call.token, image);
  if (image.properties.has(LOCK)) throw new Refusal(409, 'Image has active task');
  // Glance is told to fetch from nowhere: its list of allowed ports is empty.
  if (name === 'web-download') {
    throw new Refusal(400, `URI for web-download does not pass filtering: ${uri}`);
  }
  start(glance, image, { call, body });
  return ACCEPTED;
}

const ACCEPTED: Answer = { status: 202, contentType: 'text/html; charset=UTF-8', bytes: '' };
const LOCK = 'os_glance_import_task';

/** @throws Refusal 400 */
function methodOf(body: JsonObject): { readonly name: Method; readonly uri: string } {
  const { method } = body;
  if (method === undefined) throw new Refusal(400, "Import request requires a 'method' field.");
  if (!isObject(method) || method['name'] === undefined) {
    throw new Refusal(400, "Import request requires a 'name' field.");
  }
  const name = IMPORT_METHODS.find((each) => each === method['name']);
  if (name === undefined) {
    throw new Refusal(400, `Unknown import method name '${str(method['name'])}'.`);
  }
  for (const key of ['all_stores_must_succeed', 'all_stores']) {
    if (typeof (body[key] ?? true) !== 'boolean') {
      throw new Refusal(400, `'${key}' must be boolean value only`);
    }
  }
  return { name, uri: str(method['uri']) };
}

/** @throws Refusal 409 */
function mustBeReady({ status, attributes }: Image, name: Method): void {
  if (status === 'active' && name !== 'copy-image') {
    throw conflict('Image with status active cannot be target for import');
  }
  if (status !== 'active' && name === 'copy-image') {
    throw conflict('Only images with status active can be targeted for copying');
  }
  if (status !== 'queued' && name === 'web-download') {
    throw conflict(`Image needs to be in 'queued' state to use '${name}' method`);
  }
  if (status !== 'uploading' && name === 'glance-direct') {
    throw conflict("Image needs to be staged before 'glance-direct' method can be used");
  }
  for (const key of ['container_format', 'disk_format'] as const) {
    if (attributes[key] === null) throw conflict(`'${key}' needs to be set before import`);
  }
}

function conflict(message: string): Refusal {
  return new Refusal(409, message);
}

/** The staged data become the image's after a moment. */
function start(
  glance: Glance,
  image: Image,
  { call, body }: { readonly call: Call; readonly body: JsonObject },
): void {
  const { clock } = glance.cloud;
  const now = clock.now();
  const task: Task = {
    id: randomUUID(),
    imageId: image.id,
    owner: call.token.projectId ?? null,
    userId: call.token.userId,
    requestId: call.requestId,
    request: body,
    status: 'pending',
    result: null,
    message: '',
    createdAt: now,
    updatedAt: now,
  };
  glance.tasks.set(task.id, task);
  image.tasks.push(task);
  image.properties = new Map([...image.properties, [LOCK, task.id]]);
  clock.later(0.2, () => {
    task.status = 'processing';
    if (image.status === 'uploading') image.status = 'importing';
    const refused = refusalOf(glance, image, call);
    if (refused !== undefined) fail(glance, image, { task, message: refused });
    else if (call.fate !== 'stuck') clock.later(0.8, () => finish(glance, image, task));
  });
}

/** The size of what is staged is known: it is held against the limit before it is stored. */
function refusalOf(glance: Glance, { size }: Image, { token }: Call): string | undefined {
  const delta = Math.floor((size ?? 0) / 1024 ** 2);
  try {
    enforce(glance, token, { limit: 'image_size_total', delta });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function fail(
  glance: Glance,
  image: Image,
  { task, message }: { readonly task: Task; readonly message: string },
): void {
  const properties = new Map(image.properties);
  properties.delete(LOCK);
  image.properties = properties;
  if (image.status === 'importing') image.status = 'queued';
  Object.assign(task, { status: 'failure', message, updatedAt: glance.cloud.clock.now() });
  touch(glance, image);
}

function finish(glance: Glance, image: Image, task: Task): void {
  if (!glance.images.has(image.id) || image.staged === undefined) return;
  const properties = new Map(image.properties);
  properties.delete(LOCK);
  properties.set('os_glance_importing_to_stores', '');
  properties.set('os_glance_failed_import', '');
  image.properties = properties;
  activate(glance, image, image.staged);
  image.staged = undefined;
  task.status = 'success';
  task.result = { image_id: image.id };
  task.message = `Copied ${Math.floor((image.size ?? 0) / 1024 ** 2)} MiB`;
  task.updatedAt = glance.cloud.clock.now();
  touch(glance, image);
}

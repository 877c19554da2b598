import type { Answer } from '../http/call.ts';
import type { Image, Member, Task } from './state.ts';
import { STORE } from './state.ts';

/** An image as every answer has it: its properties first, as Glance writes them. */
export function imageView(image: Image): Record<string, unknown> {
  const { id, attributes, data } = image;
  const self = `/v2/images/${id}`;
  const [algorithm, hash] =
    Object.entries(data?.hashes ?? {}).find(([name]) => name !== 'md5') ?? [];
  return {
    ...Object.fromEntries(image.properties),
    name: attributes.name,
    disk_format: attributes.disk_format,
    container_format: attributes.container_format,
    visibility: attributes.visibility,
    size: image.size,
    virtual_size: image.virtualSize,
    status: image.status,
    checksum: data?.hashes['md5'] ?? null,
    protected: attributes.protected,
    min_ram: attributes.min_ram,
    min_disk: attributes.min_disk,
    owner: attributes.owner,
    os_hidden: attributes.os_hidden,
    os_hash_algo: algorithm ?? null,
    os_hash_value: hash ?? null,
    id,
    created_at: time(image.createdAt),
    updated_at: time(image.updatedAt),
    tags: [...attributes.tags].toSorted(),
    self,
    file: `${self}/file`,
    schema: '/v2/schemas/image',
    ...(data === undefined ? {} : { stores: STORE }),
  };
}

export function memberView(image: Image, member: Member): Record<string, unknown> {
  return {
    member_id: member.projectId,
    image_id: image.id,
    status: member.status,
    created_at: time(member.createdAt),
    updated_at: time(member.updatedAt),
    schema: '/v2/schemas/member',
  };
}

/** A task as its image shows it: the row of the database, with its own form of times. */
export function taskOfImageView(task: Task): Record<string, unknown> {
  return {
    id: task.id,
    type: 'api_image_import',
    status: task.status,
    owner: task.owner,
    expires_at: microseconds(expiry(task)),
    created_at: microseconds(task.createdAt),
    updated_at: microseconds(task.updatedAt),
    deleted_at: null,
    deleted: false,
    image_id: task.imageId,
    request_id: task.requestId,
    user_id: task.userId,
    input: inputOf(task),
    result: task.result,
    message: task.message,
  };
}

/** `whole` in a task's own answer, not in lists. */
export function taskView(task: Task, { whole }: { readonly whole: boolean }): unknown {
  const tail = { self: `/v2/tasks/${task.id}`, schema: '/v2/schemas/task' };
  const times = { created_at: time(task.createdAt), updated_at: time(task.updatedAt) };
  const expires = task.status === 'success' ? { expires_at: time(expiry(task)) } : {};
  const core = { type: 'api_image_import', status: task.status, owner: task.owner };
  if (!whole) return { id: task.id, ...core, ...times, ...tail, ...expires };
  return {
    id: task.id,
    input: inputOf(task),
    ...core,
    message: task.message,
    result: task.result,
    ...times,
    ...tail,
    image_id: task.imageId,
    request_id: task.requestId,
    user_id: task.userId,
    ...expires,
  };
}

function inputOf(task: Task): unknown {
  return { image_id: task.imageId, import_req: task.request, backend: [STORE] };
}

function expiry({ updatedAt }: Task): Date {
  return new Date(updatedAt.getTime() + 48 * 3_600_000);
}

/** Whole seconds. */
function time(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function microseconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000000`;
}

/** As WebOb answers where there is nothing to say. */
export const DONE: Answer = {
  status: 204,
  contentType: 'text/html; charset=UTF-8',
  headers: { 'content-length': '0' },
};

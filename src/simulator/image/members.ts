import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { isMutable, mustFind } from './access.ts';
import { isObject, readBody } from './body.ts';
import { overLimit } from './reserved.ts';
import type { Glance, Image, Member } from './state.ts';
import { memberView } from './views.ts';

const STATUSES = ['pending', 'accepted', 'rejected'];
const MAX_MEMBERS = 128;

/** Whom a shared image is shared with: https://docs.openstack.org/api-ref/image/v2/#sharing */
export function memberRoutes(glance: Glance): Route[] {
  const one = '/images/:id/members/:member';
  return [
    { method: 'GET', path: '/images/:id/members', handle: (call) => list(glance, call) },
    { method: 'POST', path: '/images/:id/members', handle: (call) => add(glance, call) },
    { method: 'GET', path: one, handle: (call) => show(glance, call) },
    { method: 'PUT', path: one, handle: (call) => update(glance, call) },
    { method: 'DELETE', path: one, handle: (call) => remove(glance, call) },
  ];
}

const NOT_SHARED = 'Only shared images have members.';

function list(glance: Glance, call: Call): Answer {
  const image = imageOf(glance, call);
  if (!isShared(image)) {
    throw new Refusal(403, `Not allowed to list members for image ${image.id}: ${NOT_SHARED}`);
  }
  const members = [...image.members.values()].filter((member) => isKnown(call, image, member));
  const views = members.map((member) => memberView(image, member));
  return { status: 200, body: { members: views, schema: '/v2/schemas/members' } };
}

function add(glance: Glance, call: Call): Answer {
  const body = readBody(call);
  if (!isObject(body)) {
    throw new Refusal(400, 'Expected a member in the form: {"member": "image_id"}');
  }
  const { member: projectId } = body;
  if (projectId === undefined) throw new Refusal(400, 'Member to be added not specified');
  const empty = new Refusal(400, "Member can't be empty");
  if (!projectId) throw empty;
  const image = imageOf(glance, call);
  if (typeof projectId !== 'string') throw empty;
  if (!isShared(image) || !isMutable(call.token, image)) throw notAllowed('create', image);
  if (image.members.has(projectId)) {
    throw new Refusal(409, `Member ${projectId} is duplicated for image ${image.id}`);
  }
  if (image.members.size >= MAX_MEMBERS) {
    const { message } = overLimit('allowed image members for this image', MAX_MEMBERS + 1);
    throw new Refusal(413, `Image member limit exceeded for image ${image.id}: ${message}:`);
  }
  const now = glance.cloud.clock.now();
  const member: Member = { projectId, status: 'pending', createdAt: now, updatedAt: now };
  image.members.set(projectId, member);
  return { status: 200, body: memberView(image, member) };
}

function show(glance: Glance, call: Call): Answer {
  const image = imageOf(glance, call);
  if (!isShared(image)) throw new Refusal(404, NOT_SHARED);
  return { status: 200, body: memberView(image, memberOf(image, call)) };
}

/** The member's own word on it; an administrator's too, but never the owner's. */
function update(glance: Glance, call: Call): Answer {
  const body = readBody(call);
  if (!isObject(body)) {
    throw new Refusal(400, 'Expected a status in the form: {"status": "status"}');
  }
  const { status } = body;
  if (status === undefined) throw new Refusal(400, 'Status not specified');
  const image = imageOf(glance, call);
  const { token } = call;
  const isOwner = image.attributes.owner === token.projectId;
  if (!isShared(image) || (isOwner && !token.isAdmin)) throw notAllowed('update', image);
  const member = memberOf(image, call);
  if (typeof status !== 'string' || !STATUSES.includes(status)) {
    throw new Refusal(
      400,
      'Incorrect request: Status must be "pending", "accepted" or "rejected".',
    );
  }
  member.status = status;
  member.updatedAt = glance.cloud.clock.now();
  return { status: 200, body: memberView(image, member) };
}

function remove(glance: Glance, call: Call): Answer {
  const image = imageOf(glance, call);
  if (!isShared(image) || !isMutable(call.token, image)) throw notAllowed('delete', image);
  image.members.delete(memberOf(image, call).projectId);
  return { status: 204, headers: { 'content-length': '0' } };
}

function imageOf(glance: Glance, call: Call): Image {
  return mustFind(glance, call, (id) => `Image ${id} not found.`);
}

/** @throws Refusal 404 */
function memberOf(image: Image, call: Call): Member {
  const id = call.params['member'] ?? '';
  const member = image.members.get(id);
  if (member !== undefined && isKnown(call, image, member)) return member;
  throw new Refusal(404, `${id} not found in the member list of the image ${image.id}.`);
}

/** A member knows of itself only. */
function isKnown({ token }: Call, image: Image, { projectId }: Member): boolean {
  return isMutable(token, image) || projectId === token.projectId;
}

function isShared({ attributes }: Image): boolean {
  return attributes.visibility === 'shared';
}

function notAllowed(what: string, { id }: Image): Refusal {
  return new Refusal(403, `Not allowed to ${what} members for image ${id}.`);
}

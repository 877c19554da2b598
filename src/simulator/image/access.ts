import type { Token } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Glance, Image } from './state.ts';

/** Whoever is told of an image by its id may look at it: a member that has not accepted too. */
export function isVisible(token: Token, { attributes, members }: Image): boolean {
  const { visibility, owner } = attributes;
  if (token.isAdmin || visibility === 'public' || visibility === 'community') return true;
  if (token.projectId === undefined) return true;
  return owner === token.projectId || (visibility === 'shared' && members.has(token.projectId));
}

export function isMutable(token: Token, { attributes }: Image): boolean {
  return token.isAdmin || (attributes.owner !== null && attributes.owner === token.projectId);
}

/** @throws Refusal 404, in these words where they are given */
export function mustFind(
  { images }: Glance,
  { token, params }: { readonly token: Token; readonly params: Readonly<Record<string, string>> },
  absent = (id: string) => `No image found with ID ${id}`,
): Image {
  const id = params['id'] ?? '';
  const image = images.get(id);
  if (image === undefined || !isVisible(token, image)) throw new Refusal(404, absent(id));
  return image;
}

/** @throws Refusal 403 */
export function mustOwn(token: Token, image: Image, message = 'You do not own this image'): void {
  if (!isMutable(token, image)) throw new Refusal(403, message);
}

/** @throws Refusal 403 */
export function mayPublish(token: Token, visibility: unknown): void {
  if (visibility === 'public' && !token.isAdmin) throw notAuthorized('publicize_image');
}

export function notAuthorized(action: string): Refusal {
  return new Refusal(403, `You are not authorized to complete ${action} action.`);
}

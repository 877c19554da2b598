import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { mustFind, mustOwn } from './access.ts';
import { withinLimits } from './reserved.ts';
import { STORE, touch } from './state.ts';
import type { Glance, Image } from './state.ts';
import { validateImage } from './validate.ts';
import { DONE } from './views.ts';

/** What is done to an image beside its attributes: activation, tags, its copy in a store. */
export function actionRoutes(glance: Glance): Route[] {
  const tag = '/images/:id/tags/:tag';
  return [
    {
      method: 'POST',
      path: '/images/:id/actions/deactivate',
      handle: (call) => activate(glance, call, false),
    },
    {
      method: 'POST',
      path: '/images/:id/actions/reactivate',
      handle: (call) => activate(glance, call, true),
    },
    { method: 'PUT', path: tag, handle: (call) => addTag(glance, call) },
    { method: 'DELETE', path: tag, handle: (call) => removeTag(glance, call) },
    {
      method: 'DELETE',
      path: '/stores/:store/:id',
      handle: (call) => removeFromStore(glance, call),
    },
  ];
}

function activate(glance: Glance, call: Call, active: boolean): Answer {
  const image = mustFind(glance, call);
  mustOwn(call.token, image);
  const { status } = image;
  if (status !== 'active' && status !== 'deactivated') {
    const verb = active ? 'reactivate' : 'deactivate';
    throw new Refusal(403, `Not allowed to ${verb} image in status '${status}'`);
  }
  const next = active ? 'active' : 'deactivated';
  if (status !== next) touch(glance, image);
  image.status = next;
  return DONE;
}

function addTag(glance: Glance, call: Call): Answer {
  const tag = call.params['tag'] ?? '';
  validateImage({ tags: [tag] });
  const image = taggable(glance, call);
  const tags = new Set([...image.attributes.tags, tag]);
  withinLimits(new Map(), tags);
  setTags(glance, image, tags);
  return DONE;
}

function removeTag(glance: Glance, call: Call): Answer {
  const tag = call.params['tag'] ?? '';
  const image = taggable(glance, call);
  const tags = new Set(image.attributes.tags);
  if (!tags.delete(tag)) throw new Refusal(404, 'The resource could not be found.');
  setTags(glance, image, tags);
  return DONE;
}

function taggable(glance: Glance, call: Call): Image {
  const image = mustFind(glance, call, (id) => `Image ${id} not found.`);
  const verb = call.method === 'DELETE' ? 'delete' : 'update';
  mustOwn(call.token, image, `Not allowed to ${verb} tags for image ${image.id}.`);
  return image;
}

function setTags(glance: Glance, image: Image, tags: ReadonlySet<string>): void {
  image.attributes = { ...image.attributes, tags };
  touch(glance, image);
}

/** There is one store: its copy is the last, and stays. */
function removeFromStore(glance: Glance, call: Call): Answer {
  const store = call.params['store'] ?? '';
  if (store !== STORE) {
    throw new Refusal(409, `The selected store ${store} is not available on this node.`);
  }
  const image = mustFind(glance, call, (id) => `Failed to find image ${id}`);
  mustOwn(call.token, image);
  if (image.status !== 'active') {
    throw new Refusal(
      409,
      "It's not allowed to remove image data from store if image status is not 'active'",
    );
  }
  throw new Refusal(
    403,
    'Cannot delete image data from the only store containing it. Consider deleting the image instead.',
  );
}

import { ownedBy } from './state.ts';
import type { Glance, Image } from './state.ts';
import type { Token } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';

/** Keystone's registered limits, as Glance asks for them where it `use_keystone_limits`. Sizes in MiB; -1: none. */
export const LIMITS = [
  'image_size_total',
  'image_stage_total',
  'image_count_total',
  'image_count_uploading',
] as const;

export type ImageLimits = Readonly<Record<(typeof LIMITS)[number], number>>;

const MIB = 1024 ** 2;
const UNDER_WAY = ['saving', 'uploading', 'importing'];

/**
 * Glance counts the images that the token's project owns, and holds each call against that project, whomever the image is for:
 * glance/quota/keystone.py and its callers.
 */
export function usageOf(glance: Glance, { projectId }: Token): ImageLimits {
  const images = ownedBy(glance, projectId ?? null);
  const staged = images.filter(({ status }) => ['uploading', 'importing'].includes(status));
  return {
    image_size_total: mebibytes(images.filter(({ data }) => data !== undefined)),
    image_stage_total: mebibytes(staged),
    image_count_total: images.length,
    image_count_uploading: images.filter(({ status }) => UNDER_WAY.includes(status)).length,
  };
}

/** Of this call, beside what there is: `delta`. @throws Refusal 413 */
export function enforce(
  glance: Glance,
  token: Token,
  { limit: name, delta = 0 }: { readonly limit: keyof ImageLimits; readonly delta?: number },
): void {
  const limit = glance.cloud.options.imageLimits?.[name] ?? -1;
  const usage = usageOf(glance, token)[name];
  if (limit < 0 || usage + delta <= limit) return;
  throw new Refusal(
    413,
    'The request returned a 413 Request Entity Too Large. This generally means that rate limiting or a quota threshold was breached.\n\n' +
      `The response body:\nProject ${token.projectId} is over a limit for [Resource ${name} is over limit of ${limit} due to current usage ${usage} and delta ${delta}]`,
  );
}

function mebibytes(images: readonly Image[]): number {
  return Math.floor(images.reduce((sum, { size }) => sum + (size ?? 0), 0) / MIB);
}

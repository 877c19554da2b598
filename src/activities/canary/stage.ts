import type { Cloud } from '../../openstack/cloud.ts';
import type { Flavor } from '../../resources/flavor/schema.ts';
import type { Image } from '../../resources/image/schema.ts';

/** What a step may use. Creates are not interrupted, so that what they make can be found; waiting is. */
export interface Stage {
  readonly destination: Cloud;
  /** Of this canary: the name of all it makes. */
  readonly name: string;
  /** Undefined where the cloud has none to boot from. */
  readonly image: Image | undefined;
  readonly flavor: Flavor | undefined;
  /** Of the images to be copied: each property with one of its values. */
  readonly properties: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** What earlier steps made, by kind: its id. */
  readonly made: Map<'network' | 'port' | 'image' | 'flavor' | 'volume' | 'server', string>;
}

import type { Step, StepOptions } from '../wire/step.ts';
import type { Draw } from './draw.ts';

/** Something that may be asked of a cloud. */
export interface Operation {
  /** `network POST /networks`; below it `draw` has filled in ids. */
  readonly call: string;
  readonly body?: unknown;
  /** Of what it makes: the kind, and where the answer has its id. */
  readonly makes?: { readonly kind: string; readonly at: string; readonly path: string };
  /** What it removes: a placeholder. */
  readonly removes?: string;
  /** Whom it is asked as; the member where absent. */
  readonly as?: Step['as'];
  readonly options?: Pick<
    StepOptions,
    'microversion' | 'list' | 'hide' | 'ordered' | 'headers' | 'bytes'
  >;
  /** Is waited for in both clouds before the next call. */
  readonly settles?: {
    readonly call: string;
    readonly until: NonNullable<StepOptions['until']>;
    readonly as?: Step['as'];
  };
}

/** Makes one of an operation's kind from the model; undefined where it would make no sense. */
export type Operations = readonly ((draw: Draw) => Operation)[];

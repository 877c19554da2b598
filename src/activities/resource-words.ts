import { answersTo, isAnyMeant } from '../model/pattern.ts';
import type { ResourceWords } from '../model/spec.ts';
import type { Resource, ResourceKind } from '../resources/resource-kind.ts';
import { holdWords } from './idle-words.ts';
import type { IdleWord } from './idle-words.ts';

export interface Candidate {
  readonly kind: ResourceKind;
  readonly resource: Resource;
  /** Ids → names. */
  readonly projects: ReadonlyMap<string, string>;
}

const KEYS = ['project', 'name', 'id'] as const;
type Texts = Readonly<Record<'kind' | (typeof KEYS)[number], readonly string[]>>;

/** What each key speaks of. */
function textsOf({ kind, resource, projects }: Candidate): Texts {
  const project = kind.kind === 'project' ? resource.id : kind.project?.(resource);
  return {
    kind: [kind.kind],
    project: project === undefined ? [] : [project, projects.get(project) ?? ''],
    name: [resource.name],
    id: [resource.id],
  };
}

/** Whether it matches every key that is given. */
export function answers(words: ResourceWords, candidate: Candidate): boolean {
  const texts = textsOf(candidate);
  const given = answersTo([
    [words.kind, texts.kind],
    ...KEYS.map((key) => [words[key], texts[key]] as const),
  ]);
  return given.every(Boolean);
}

/** A line of the spec, held against what there is. */
export interface HeldLine {
  /** Whether it means the candidate. */
  readonly see: (candidate: Candidate) => boolean;
  readonly idle: () => IdleWord[];
}

/** A word is idle where no resource answers to it and to all other keys of its line. Kinds are never mistyped: those are refused. */
export function holdLine(place: string, words: ResourceWords): HeldLine {
  const hold = () =>
    KEYS.map((key) => [key, holdWords(`${place}.${key}`, words[key] ?? [])] as const);
  const [alone, together] = [hold(), hold()];
  let isTaken = false;
  return {
    see(candidate) {
      const texts = textsOf(candidate);
      if (words.kind !== undefined && !isAnyMeant(words.kind, texts.kind)) return false;
      for (const [key, { see }] of alone) see(texts[key]);
      if (!answers(words, candidate)) return false;
      isTaken = true;
      for (const [key, { see }] of together) see(texts[key]);
      return true;
    },
    idle() {
      const unknown = alone.flatMap(([, { idle }]) => idle());
      // Where one is mistyped the others have nothing to go with: it alone is told.
      if (!isTaken && unknown.length > 0) return unknown;
      const left = together.flatMap(([, { idle }]) => idle());
      return left.map((each) => unknown.find((other) => isSame(each, other)) ?? each);
    },
  };
}

function isSame(one: IdleWord, other: IdleWord): boolean {
  return one.place === other.place && one.word === other.word;
}

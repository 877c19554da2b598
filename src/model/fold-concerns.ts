import type { Concern } from './concern.ts';

/** A concern, and the names of the other resources of which the same is to be said. */
export interface Group {
  readonly concern: Concern;
  readonly words: readonly string[];
  /** Which of its words is the name; undefined while it stands alone. */
  place?: number;
  readonly others: Set<string>;
  /** So many more of its code. */
  more: number;
}

interface GroupingOptions {
  /** So many groups of one code; the rest is counted. */
  readonly most: number;
  /** Whatever else differs in the message is told with the name; else only addresses are. `beyond`: once there are so many groups. */
  readonly freely?: 'always' | 'beyond';
}

/** A list that travels holds so many names of one concern, and so many in all: Temporal takes payloads up to 2 MB. */
const MOST_NAMES = 150;
const ALL_NAMES = 600;
const LONGEST_NAME = 300;
/** With so many groups of its code a concern is compared: a workflow must not think for seconds. */
const MOST_COMPARED = 20;

const SEVERITIES = ['blocker', 'warning', 'info'] as const;

/**
 * The gravest first, not many more than `most`: what is the same of many is said once, with the names of the others. Of each code one
 * stays, and says how many are left out.
 */
export function foldConcerns(concerns: readonly Concern[], most: number): Concern[] {
  const inOrder = SEVERITIES.flatMap((severity) =>
    concerns.filter((concern) => concern.severity === severity).toSorted(byMessage),
  );
  let groups = groupConcerns(inOrder, { most, freely: 'beyond' });
  if (groups.length > most) {
    groups = groupConcerns(groups.map(asConcern), { most, freely: 'always' });
  }
  let names = ALL_NAMES;
  return cut(groups, most).map((group) => {
    const concern = asConcern(group);
    const others = (concern.others ?? []).slice(0, Math.min(MOST_NAMES, names));
    names -= others.length;
    return withMore({ ...concern, ...(concern.others && { others }) }, leftOf(concern, others));
  });
}

/** Clouds answer now in this order, now in that. */
function byMessage({ message: one }: Concern, { message: other }: Concern): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** How many resources a concern speaks of. */
export function weightOf({ others = [], more = 0 }: Concern): number {
  return 1 + others.length + more;
}

export function numberOf(concerns: readonly Concern[]): number {
  return concerns.reduce((sum, each) => sum + weightOf(each), 0);
}

/** Of concerns that are `told` already, in part or whole: what was left out, and counted, then is not counted again. */
export function notCounted(concerns: readonly Concern[], told: readonly Concern[]): Concern[] {
  const counted = new Map<string, number>();
  for (const each of told) {
    counted.set(codeOf(each), (counted.get(codeOf(each)) ?? 0) + (each.more ?? 0));
  }
  return concerns.map(({ more = 0, ...concern }) => {
    const code = codeOf(concern);
    const known = Math.min(more, counted.get(code) ?? 0);
    counted.set(code, (counted.get(code) ?? 0) - known);
    return withMore(concern, more - known);
  });
}

/** In the order of their first. */
export function groupConcerns(
  concerns: readonly Concern[],
  { most, freely }: GroupingOptions,
): Group[] {
  const groups: Group[] = [];
  const byCode = new Map<string, Group[]>();
  // A network that several projects use is told by each of them.
  const told = new Map<string, Group>();
  for (const concern of concerns) {
    const code = codeOf(concern);
    const text = `${code} ${concern.message} ${ARROW} ${concern.remedy}`;
    const alike = byCode.get(code) ?? [];
    byCode.set(code, alike);
    const known = told.get(text);
    if (known !== undefined) {
      takeOthers(known, concern);
      continue;
    }
    const words = wordsOf(concern);
    const [first] = alike;
    const isFull = alike.length >= most;
    const candidates = alike.slice(0, MOST_COMPARED);
    const joined =
      candidates.find((each) => join(each, { concern, words, isFree: freely === 'always' })) ??
      (isFull && freely === 'beyond'
        ? candidates.find((each) => join(each, { concern, words, isFree: true }))
        : undefined);
    if (joined !== undefined) told.set(text, joined);
    else if (isFull && first !== undefined) first.more += weightOf(concern);
    else {
      const own = begin(concern, words);
      for (const all of [alike, groups]) all.push(own);
      told.set(text, own);
    }
  }
  return groups;
}

function begin(concern: Concern, words: readonly string[]): Group {
  const place = concern.name === undefined ? -1 : words.indexOf(concern.name);
  const others = new Set(concern.others);
  return { concern, words, others, more: concern.more ?? 0, ...(place >= 0 && { place }) };
}

interface Joining {
  readonly concern: Concern;
  readonly words: readonly string[];
  /** Of the message, more may differ than name and addresses. */
  readonly isFree: boolean;
}

/** Takes one more into a group of its code; false where something else is said, or another remedy. */
function join(group: Group, joining: Joining): boolean {
  const found = differencesOf(group, joining);
  if (found === undefined) return false;
  const { place, besides } = found;
  const { concern, words } = joining;
  const its = words[place] ?? '';
  const more = besides.map((at) => words[at]).join(', ');
  group.place = place;
  group.others.add((more === '' ? its : `${its} (${more})`).slice(0, LONGEST_NAME));
  takeOthers(group, concern);
  return true;
}

/** The word that is the name, and those that are to be told with it; undefined where something else is said. Thousands are compared. */
function differencesOf(
  group: Group,
  joining: Joining,
): { readonly place: number; readonly besides: readonly number[] } | undefined {
  const place = placeOf(group, joining);
  if (place === undefined) return undefined;
  const { words, isFree } = joining;
  const end = isFree ? words.indexOf(ARROW) : 0;
  const besides: number[] = [];
  for (let at = place + 1; at < words.length; at++) {
    if (isSame(group.words, words, { at, place })) continue;
    if (at >= end && !(isAddress(words[at]) && isAddress(group.words[at]))) return undefined;
    besides.push(at);
  }
  return { place, besides };
}

/** Where the name stands; undefined where the two cannot have one in the same place. */
function placeOf(group: Group, { concern, words }: Joining): number | undefined {
  if (words.length !== group.words.length) return undefined;
  const place = words.findIndex((word, at) => word !== group.words[at]);
  if (place === -1 || (group.place ?? place) !== place) return undefined;
  // Of what is folded already the name is known.
  return (concern.name ?? words[place]) === words[place] ? place : undefined;
}

/** The same word, or the name again. */
function isSame(
  mine: readonly string[],
  its: readonly string[],
  { at, place }: { readonly at: number; readonly place: number },
): boolean {
  return mine[at] === its[at] || (mine[at] === mine[place] && its[at] === its[place]);
}

function takeOthers(group: Group, { others = [], more = 0 }: Concern): Group {
  const own = group.place === undefined ? undefined : group.words[group.place];
  for (const name of others) if (name !== own) group.others.add(name);
  group.more += more;
  return group;
}

function asConcern({ concern, words, place, others, more }: Group): Concern {
  const name = place === undefined ? undefined : words[place];
  const told = name === undefined || others.size === 0 ? {} : { name, others: [...others] };
  return withMore({ ...concern, ...told }, more);
}

function withMore(concern: Concern, more: number): Concern {
  return more === 0 ? concern : { ...concern, more };
}

function leftOf({ others = [], more = 0 }: Concern, kept: readonly string[]): number {
  return more + others.length - kept.length;
}

/** Of each code one stays, with the number of those that do not. */
function cut(groups: readonly Group[], most: number): Group[] {
  const kept = groups.slice(0, most);
  const first = new Map<string, Group>();
  for (const group of kept.toReversed()) first.set(codeOf(group.concern), group);
  for (const group of groups.slice(most)) {
    const code = codeOf(group.concern);
    const known = first.get(code);
    if (known === undefined) {
      first.set(code, group);
      kept.push(group);
    } else known.more += 1 + group.others.size + group.more;
  }
  return kept;
}

/** A code speaks of each kind of resource in other words. */
function codeOf({ severity, code, subject }: Concern): string {
  return `${severity} ${code} ${subject.split('/', 1)[0] ?? ''}`;
}

const ARROW = '→';

/** Message and remedy: the name may stand in both. What ends a sentence is no part of it. */
function wordsOf({ message, remedy }: Concern): string[] {
  return `${message} ${ARROW} ${remedy}`.replaceAll(/[.,:;]+(?= |$)/g, '').split(' ');
}

/** IPv4 or IPv6. The model knows no Node. */
function isAddress(word = ''): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(word) || /^(?=.*:.*:)[\da-f:.]+$/i.test(word);
}

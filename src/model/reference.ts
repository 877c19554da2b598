/** Names one resource of a cloud by its kind and id; `id` is the id in the *source* cloud unless said otherwise. */
export interface Reference {
  readonly kind: string;
  readonly id: string;
}

/** Something by its id, with the name a person knows. */
export interface NamedId {
  readonly id: string;
  readonly name: string;
}

/** `kind/id`: the form a reference takes as a key of maps and in reports. */
export function referenceKey({ kind, id }: Reference): string {
  return `${kind}/${id}`;
}

/** Reads a key made by `referenceKey`. Ids may hold slashes (a keypair's is `user/name`), kinds never do. */
export function parseReferenceKey(key: string): Reference {
  const slash = key.indexOf('/');
  return { kind: key.slice(0, slash), id: key.slice(slash + 1) };
}

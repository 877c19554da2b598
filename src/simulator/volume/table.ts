interface Row {
  readonly id: string;
  readonly projectId: string;
}

/** Rows by id, and by project. */
export interface Table<Item extends Row> {
  get(id: string): Item | undefined;
  add(item: Item): void;
  delete(item: Item): void;
  /** Changes what changes its project. */
  move(item: Item, change: () => void): void;
  all(): Iterable<Item>;
  of(projectId: string): Iterable<Item>;
}

export function createTable<Item extends Row>(): Table<Item> {
  const byId = new Map<string, Item>();
  const byProject = new Map<string, Set<Item>>();
  const enter = (item: Item): void => {
    const rows = byProject.get(item.projectId) ?? new Set();
    byProject.set(item.projectId, rows.add(item));
  };
  const leave = (item: Item): void => void byProject.get(item.projectId)?.delete(item);
  return {
    get: (id) => byId.get(id),
    add(item) {
      byId.set(item.id, item);
      enter(item);
    },
    delete(item) {
      byId.delete(item.id);
      leave(item);
    },
    move(item, change) {
      leave(item);
      change();
      enter(item);
    },
    all: () => byId.values(),
    of: (projectId) => byProject.get(projectId) ?? [],
  };
}

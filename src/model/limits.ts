/** Projects of a migration under way at once; each has its own window of servers (`limits.servers`). */
export const PROJECTS_AT_ONCE = 4;

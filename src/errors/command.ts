/** The command does not fit what is: no such migration or server, or one of that name is running. Nothing was done. */
export class RefusedError extends Error {
  override name = 'RefusedError' as const;
}

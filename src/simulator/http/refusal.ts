/** A service says no; it puts the words into its own form. */
export class Refusal extends Error {
  override name = 'Refusal' as const;
  readonly status: number;
  /** Neutron's error type (`NetworkNotFound`); Nova's key where it does not follow from the status. */
  readonly type: string | undefined;

  constructor(status: number, message: string, type?: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

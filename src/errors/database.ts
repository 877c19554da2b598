/** What is the matter with a database, named for what the operator does next. */
export type DatabaseProblem =
  /** No answer: the host, the port, a firewall, a broken connection. */
  | 'unreachable'
  /** User, password or database are not accepted. */
  | 'refused'
  /** TLS as it was asked for cannot be had. */
  | 'untrusted'
  /** Logged in, and not allowed to do it. */
  | 'forbidden'
  /** Not the tables that are known. */
  | 'unknown-schema'
  /** Anything else, such as a deadlock. */
  | 'failed';

export interface DatabaseErrorFacts {
  readonly cloud: string;
  /** Host, port and database; never a user or a password. */
  readonly place: string;
  readonly problem: DatabaseProblem;
  /** In our words: a server's own may hold what was sent, a hash among it. */
  readonly detail: string;
}

/** A cloud's database did not do what was asked. Has no cause: a driver's error holds the statement with its values. */
export class DatabaseError extends Error {
  override name = 'DatabaseError' as const;
  readonly cloud: string;
  readonly place: string;
  readonly problem: DatabaseProblem;
  readonly detail: string;

  constructor(facts: DatabaseErrorFacts) {
    super(`${facts.cloud}: Keystone's database ${facts.place}: ${facts.detail}`);
    this.cloud = facts.cloud;
    this.place = facts.place;
    this.problem = facts.problem;
    this.detail = facts.detail;
  }

  /** Whether asking again later may help by itself. */
  get transient(): boolean {
    return this.problem === 'unreachable' || this.problem === 'failed';
  }
}

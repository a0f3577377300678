/** A distributed run that cannot start or go on: the master says why, in a sentence for the client. */
export class CoordinationError extends Error {
  override readonly name = "CoordinationError";
  /** `disagreement`: master and workers do not fit together; `no-workers`: none is left; `incomplete`: one that is needed failed; `diverged`: numbers blew up. */
  readonly reason: "disagreement" | "no-workers" | "incomplete" | "diverged";
  constructor(reason: CoordinationError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** An order that this worker cannot carry out; its message says what was expected and what came. */
export class ParticipantError extends Error {
  override readonly name = "ParticipantError";
  /** `conflict`: right order, wrong moment (not prepared, not fitted); `invalid`: the order does not fit the data. */
  readonly reason: "conflict" | "invalid";
  constructor(reason: ParticipantError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

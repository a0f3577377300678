/** What was called, as errors tell it. */
export interface CallFacts {
  /** E.g. `http://127.0.0.1:8101`. */
  origin: string;
  path: string;
  timeoutSeconds: number;
  /** The setting that a user raises when the time-out was too short. */
  timeoutSetting: string;
}

export type CallFailure =
  | "refused"
  | "unknown-host"
  | "unreachable"
  | "reset"
  | "timeout"
  | "too-large"
  | "closed"
  | "no-tls"
  | "failed";

/** A call that brought no answer. The message says what happened and what to do; `cause` is the system's error. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly failure: CallFailure;
  readonly facts: CallFacts;
  constructor(failure: CallFailure, facts: CallFacts, message: string, cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
    this.facts = facts;
  }
}

const FAILURES: Readonly<Record<string, CallFailure>> = {
  ECONNREFUSED: "refused",
  ENOTFOUND: "unknown-host",
  EAI_AGAIN: "unknown-host",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  UND_ERR_CONNECT_TIMEOUT: "unreachable",
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "too-large",
  UND_ERR_CLOSED: "closed",
  UND_ERR_DESTROYED: "closed",
  EPROTO: "no-tls",
  ERR_SSL_WRONG_VERSION_NUMBER: "no-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no-tls",
};

type Sentence = (facts: CallFacts) => string;

const SENTENCES: Readonly<Record<Exclude<CallFailure, "failed">, Sentence>> = {
  refused: ({ origin, path }) =>
    `Nothing listens at ${origin} (asked for ${path}): start the node, or correct its address.`,
  "unknown-host": ({ origin, path }) =>
    `The host of ${origin} is unknown (asked for ${path}): check its name, that it runs, and that both sides are on one network.`,
  unreachable: ({ origin, path }) =>
    `${origin} cannot be reached (asked for ${path}): check its address and the network between.`,
  reset: ({ origin, path }) =>
    `${origin} closed the connection instead of answering ${path}: it has probably ended; see its own output.`,
  timeout: ({ origin, path, timeoutSeconds, timeoutSetting }) =>
    `${origin} did not answer ${path} within ${timeoutSeconds} s: ` +
    `raise ${timeoutSetting} if the work takes that long.`,
  "too-large": ({ origin, path }) =>
    `The answer of ${origin} to ${path} is larger than this client takes: ask for fewer rows at a time, or raise the limit (of a master: CHIMERA_MAX_BODY_MB).`,
  "no-tls": ({ origin, path }) =>
    `${origin} does not speak https (asked for ${path}): nodes speak http, write http:// unless something before them encrypts.`,
  closed: ({ origin, path }) => `The client was closed before ${origin} answered ${path}.`,
};

/** Puts an error of the connection into a sentence. */
export function callErrorFrom(error: unknown, facts: CallFacts): CallError {
  const failure = FAILURES[(error as { code?: string } | null)?.code ?? ""] ?? "failed";
  if (failure !== "failed") return new CallError(failure, facts, SENTENCES[failure](facts), error);
  const reason = error instanceof Error ? error.message : String(error);
  return new CallError("failed", facts, `The call of ${facts.origin}${facts.path} failed: ${reason}`, error);
}

export function timeoutError(facts: CallFacts): CallError {
  return new CallError("timeout", facts, SENTENCES.timeout(facts));
}

/** A connection was reset, and the next try found nobody: together they tell that the node died at its work. */
export function nodeEndedError(reset: CallError): CallError {
  const { origin, path } = reset.facts;
  const message =
    `${origin} closed the connection while it was asked for ${path}, and nothing listens there now: ` +
    "it has ended; see its own output.";
  return new CallError("refused", reset.facts, message, reset);
}

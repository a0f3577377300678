import { CoordinationError, ParticipantError } from "@chimera/distributed";
import { errorBody, errorResponse, type ErrorBody, type ValidationBody } from "@chimera/protocol";

/** Statuses of our own errors: the request was right, but the moment, the fleet or the data was not. */
const STATUS = {
  /** Not prepared, not fitted, or a fit runs already. */
  conflict: 409,
  /** The order does not fit this worker's data. */
  invalid: 422,
  /** Master and workers do not fit together. */
  disagreement: 409,
  "no-workers": 500,
  /** A worker that cannot be done without failed. */
  incomplete: 500,
  diverged: 500,
} as const;

/** What a node answers when handling a request failed: always a sentence, never a stack trace. */
export function failureOf(error: unknown): { status: number; body: ErrorBody | ValidationBody } {
  if (error instanceof CoordinationError || error instanceof ParticipantError) {
    const status = STATUS[error.reason];
    return { status, body: errorBody(status, error.message, error.name) };
  }
  return errorResponse(error);
}

import type { ValidationDetail } from "./validation-detail.ts";

/** A client's mistake: the node answers with this status (4xx) and this message. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  /** 400…499, e.g. 409 before a fit, 413 too large, 422 does not fit. */
  readonly status: number;
  /** Present when the body did not fit its schema; then the answer lists these faults. */
  readonly detail: ValidationDetail[] | undefined;
  constructor(status: number, message: string, detail?: ValidationDetail[]) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

/** A node's answer that is not what the protocol says. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";
}

/** Bytes that are no tensors in our format, or not the whole of them. */
export class TensorFormatError extends Error {
  override readonly name = "TensorFormatError";
}

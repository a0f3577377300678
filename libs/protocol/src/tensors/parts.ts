/** A body that is sent part by part, from where its bytes lie. It can be gone through more than once: a call may be tried again. */
export interface Parts extends Iterable<Uint8Array> {
  /** Of all parts. */
  readonly byteLength: number;
}

/** A body in one piece. */
export function concatenate(parts: Parts): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.byteLength);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

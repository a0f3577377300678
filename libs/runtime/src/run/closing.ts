/** What is open during a run and has to be closed, whoever asks for it. */
export interface Closing {
  /** Whether `close` was called. */
  readonly begun: boolean;
  add(close: () => Promise<void>): void;
  /** Closes everything at once, and only the first time; a closer that fails does not keep the others open. */
  close(): Promise<void>;
}

export function createClosing(): Closing {
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<unknown> | undefined;
  return {
    get begun() {
      return closed !== undefined;
    },
    add: (close) => void closers.push(close),
    close: async () => void (await (closed ??= Promise.allSettled(closers.map((close) => close())))),
  };
}

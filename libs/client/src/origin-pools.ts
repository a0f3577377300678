import { Pool, type Dispatcher } from "undici";

/** The part of undici's pool that calls need. */
export type OriginDispatcher = Pick<Dispatcher, "request" | "on" | "destroy">;

/** One origin's kept-alive connections. */
export interface OriginPool {
  dispatcher: OriginDispatcher;
  /** Connections opened so far: a call during which it did not grow used a connection from before. */
  connects: number;
}

export interface PoolOptions {
  /** Most connections per origin at once. */
  connections: number;
  maxResponseBytes: number;
}

/**
 * How long an unused connection stays open, unless the server announces less: longer than any pause between rounds,
 * so that a round never pays for a handshake.
 */
const KEEP_ALIVE_MS = 60_000;

/**
 * undici's own time-outs are off: one timer per call covers headers and body. It rests a connection for one turn of
 * the event loop after each answer, so calls that follow at once take turns on two connections.
 */
export function openPool(origin: string, { connections, maxResponseBytes }: PoolOptions): OriginDispatcher {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: maxResponseBytes,
  });
}

/** Pools by origin, opened on first use. */
export class OriginPools {
  readonly #open: (origin: string) => OriginDispatcher;
  readonly #pools = new Map<string, OriginPool>();

  constructor(open: (origin: string) => OriginDispatcher) {
    this.#open = open;
  }

  of(origin: string): OriginPool {
    const known = this.#pools.get(origin);
    if (known) return known;
    const pool: OriginPool = { dispatcher: this.#open(origin), connects: 0 };
    pool.dispatcher.on("connect", () => (pool.connects += 1));
    this.#pools.set(origin, pool);
    return pool;
  }

  /** Ends every connection; open calls fail. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map(({ dispatcher }) => dispatcher.destroy()));
  }
}

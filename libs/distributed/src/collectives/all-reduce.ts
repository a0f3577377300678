import type { Floats, Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Peers } from "../peers/index.ts";

export interface AllReduceOptions {
  /** This worker's place among `ranks`, 0 … N − 1. */
  readonly rank: number;
  /** The N workers that take part, in the same order for all. */
  readonly ranks: readonly WorkerName[];
  readonly peers: Peers;
  /** Names this sum: no other between these workers has the same tag. */
  readonly tag: string;
}

/**
 * Sums the vectors of N ranks; every rank has the sum, bit for bit the same, in the place of its own vector:
 *
 *     reduce-scatter    rank r gets piece r of all, and sums it in the order of ranks:  s_r = ((v₀ + v₁) + …)[piece r]
 *     all-gather        rank r sends s_r to all
 *
 * A rank moves 2 (N − 1)/N of the vector's bytes, the least that is possible. The order of a sum is that of the ranks, whatever
 * comes first, and its precision the vector's own.
 *
 * Source: Thakur, Rabenseifner & Gropp, Optimization of Collective Communication Operations in MPICH, 2005.
 *
 * @param vector v_r, of the same length and type on every rank; it is overwritten.
 * @throws Error when a message cannot be sent, the run is abandoned, or the vectors do not fit together.
 */
export async function allReduceSum(
  vector: Floats,
  { rank, ranks, peers, tag }: AllReduceOptions,
): Promise<void> {
  const N = ranks.length;
  if (N === 1) return;
  const pieces = ranks.map((_, r) => pieceOf(vector, r, N));
  const others = ranks.map((_, r) => r).filter((r) => r !== rank);

  const scatters = others.map((r) => peers.send(ranks[r], `${tag} piece ${r}`, tensorOf(pieces[r])));
  // Whoever waits for the others' pieces shall learn at once that his own cannot be sent.
  const scattered = Promise.all(scatters);
  const parts = await untilBoth(
    Promise.all(others.map((r) => receivePiece(peers, ranks[r], `${tag} piece ${rank}`, pieces[rank]))),
    scattered,
  );
  sumInOrder(pieces[rank], rank, parts);

  const gathers = Promise.all(
    others.map((r) => peers.send(ranks[r], `${tag} sum ${rank}`, tensorOf(pieces[rank]))),
  );
  await untilBoth(
    Promise.all(
      others.map(async (r) =>
        pieces[r].set(await receivePiece(peers, ranks[r], `${tag} sum ${r}`, pieces[r])),
      ),
    ),
    gathers,
  );
}

/** own ← ((v₀ + v₁) + …), with v_rank = own. @param others the other ranks' pieces, in their order. */
function sumInOrder(own: Floats, rank: number, others: readonly Floats[]): void {
  const terms = [...others.slice(0, rank), own.slice(), ...others.slice(rank)];
  own.set(terms[0]);
  for (const term of terms.slice(1)) for (let i = 0; i < own.length; i++) own[i] += term[i];
}

/** Piece r of N, as even as can be: a view. */
function pieceOf(vector: Floats, r: number, N: number): Floats {
  const { length } = vector;
  return vector.subarray(Math.floor((r * length) / N), Math.floor(((r + 1) * length) / N));
}

async function receivePiece(peers: Peers, from: WorkerName, tag: string, own: Floats): Promise<Floats> {
  const { data } = await peers.receive(from, tag);
  if (data.length === own.length && data.constructor === own.constructor) return data;
  throw new Error(
    `Expected ${own.length} numbers of ${own.constructor.name} from ${from} (${tag}), got ${data.length} of ` +
      `${data.constructor.name}: all ranks must sum vectors of one length and type.`,
  );
}

function tensorOf(data: Floats): Tensor {
  return { shape: [data.length], data };
}

/** What `received` gives, when everything has been sent too; the first failure of either. */
async function untilBoth<T>(received: Promise<T>, sent: Promise<unknown>): Promise<T> {
  const [result] = await Promise.all([received, sent]);
  return result;
}

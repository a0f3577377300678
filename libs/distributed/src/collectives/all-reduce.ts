import { DataError, kernels, type Floats, type Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Peers } from "../peers/index.ts";

export interface AllReduceOptions {
  /** This worker's place among `ranks`, 0 … N − 1. */
  readonly rank: number;
  /** The N ≥ 1 workers that take part, in the same order for all. */
  readonly ranks: readonly WorkerName[];
  readonly peers: Peers;
  /** Names this sum: no other between these workers has the same tag. */
  readonly tag: string;
  /** Whether the sum is divided by N; the same for all. Default: false. */
  readonly mean?: boolean;
}

/**
 * Sums the vectors of N ranks; every rank has the sum, bit for bit the same, in the place of its own vector:
 *
 *     reduce-scatter    rank r gets piece r of all, and sums it in the order of ranks:  s_r = ((v₀ + v₁) + …)[piece r]
 *     all-gather        rank r sends s_r to all
 *
 * With S bytes of a vector, a rank sends S − S_r + (N − 1) S_r and receives as much: 2 (N − 1)/N · S, the least that is
 * possible, when N divides the length; else pieces differ by one number. Two ranks send each other their whole vectors
 * instead, and both sum: as many bytes, and one wait instead of two. Whatever comes first, a sum is made in the order of
 * ranks and in the vectors' own precision: float32 is rounded to float32 after each addition.
 *
 * Source: Thakur, Rabenseifner & Gropp, Optimization of Collective Communication Operations in MPICH, 2005. They send
 * halves, quarters … to be done in log₂ N messages; here every rank sends its pieces directly, so that one rank adds them all
 * up in order.
 *
 * @param vector v_r, of the same length and type on every rank. It must be left alone until the promise is kept; then it is
 *   the sum, nothing is being sent from it any more, and other ranks may still be waiting for theirs.
 * @throws DataError when another rank's vector has another length or type, or this rank is none of `ranks`; Error, with the
 *   reason, when a message cannot be sent or the run is abandoned. Then `vector` is as it was, but may still be on its way to
 *   others. These learn nothing of it, and wait until their run is abandoned.
 * @returns bytes that this rank sent.
 */
export async function allReduceSum(vector: Floats, options: AllReduceOptions): Promise<number> {
  requirePlace(options);
  const N = options.ranks.length;
  if (N === 1) return 0;
  return N === 2 ? exchangeAndSum(vector, options) : scatterAndGather(vector, options);
}

async function exchangeAndSum(vector: Floats, options: AllReduceOptions): Promise<number> {
  const { rank, peers, mean = false } = options;
  const { send, receive } = messagesOf(options);
  const other = 1 - rank;
  // Both at once; the first failure of either is the failure of all.
  const [theirs] = await Promise.all([receive(other, "whole", vector), send(other, "whole", vector)]);
  sumInOrder(rank === 0 ? [vector, theirs.data] : [theirs.data, vector], vector, mean);
  peers.release(theirs);
  return vector.byteLength;
}

async function scatterAndGather(vector: Floats, options: AllReduceOptions): Promise<number> {
  const { rank, ranks, peers, mean = false } = options;
  const N = ranks.length;
  const { send, receive } = messagesOf(options);
  const pieces = ranks.map((_, r) => pieceOf(vector, r, N));
  // Each begins with the rank after its own, lest all send to rank 0 first.
  const others = ranks.map((_, k) => (rank + k) % N).slice(1);

  const scattered = Promise.all(others.map((r) => send(r, `piece ${r}`, pieces[r])));
  const received = Promise.all(others.map((r) => receive(r, `piece ${rank}`, pieces[rank])));
  const ownSum = received.then((messages) => {
    const terms = ranks.map((_, r) => (r === rank ? pieces[rank] : messages[others.indexOf(r)].data));
    // In the place of another's: `vector` stays as it is until nothing can fail any more.
    return sumInOrder(terms, terms[rank === 0 ? 1 : 0], mean);
  });
  const sent = ownSum.then((sum) => Promise.all(others.map((r) => send(r, `sum ${rank}`, sum))));
  const gathered = Promise.all(others.map((r) => receive(r, `sum ${r}`, pieces[r])));

  // Pieces are overwritten when none is being sent any more; the first failure of any of these is the failure of all.
  const [sums, terms, own] = await Promise.all([gathered, received, ownSum, scattered, sent]);
  pieces[rank].set(own);
  others.forEach((r, k) => pieces[r].set(sums[k].data));
  for (const message of [...sums, ...terms]) peers.release(message);
  return vector.byteLength + (N - 2) * own.byteLength;
}

/** s ← ((v₀ + v₁) + v₂) + …, divided by N for a mean. @param sum one of the first two terms: v₀ + v₁ = v₁ + v₀ */
function sumInOrder(terms: readonly Floats[], sum: Floats, mean: boolean): Floats {
  const { axpy } = kernels();
  const [first, second, ...rest] = terms;
  for (const term of [sum === first ? second : first, ...rest]) axpy(1, term, sum);
  if (mean) for (let i = 0; i < sum.length; i++) sum[i] /= terms.length;
  return sum;
}

/** Piece r of N, as even as can be: a view. */
function pieceOf(vector: Floats, r: number, N: number): Floats {
  const { length } = vector;
  return vector.subarray(Math.floor((r * length) / N), Math.floor(((r + 1) * length) / N));
}

/** Sends to, and receives from, ranks by their numbers. Empty pieces travel too: they tell that lengths are the same. */
function messagesOf({ ranks, peers, tag }: AllReduceOptions) {
  return {
    async send(r: number, what: string, data: Floats): Promise<void> {
      await peers.send(ranks[r], `${tag} ${what}`, { shape: [data.length], data });
    },
    async receive(r: number, what: string, own: Floats): Promise<Tensor> {
      const message = await peers.receive(ranks[r], `${tag} ${what}`);
      const { data } = message;
      if (data.length === own.length && data.constructor === own.constructor) return message;
      throw new DataError({
        expected: `${kindOf(own)} from ${ranks[r]} (${tag} ${what})`,
        got: kindOf(data),
        remedy: "Give vectors of one length and type on all ranks, and the same ranks in the same order.",
      });
    },
  };
}

function kindOf(data: Floats): string {
  return `${data.length} numbers of a ${data.constructor.name}`;
}

function requirePlace({ rank, ranks, tag }: AllReduceOptions): void {
  if (!(rank in ranks)) {
    throw new DataError({
      expected: `this worker's place among the ${ranks.length} ranks of ${tag}, counted from 0`,
      got: String(rank),
      remedy: `Name the worker among its ranks (${ranks.join(", ")}).`,
    });
  }
  if (new Set(ranks).size < ranks.length) {
    throw new DataError({
      expected: `different names of the ranks of ${tag}`,
      got: ranks.join(", "),
      remedy: "Name each worker once.",
    });
  }
}

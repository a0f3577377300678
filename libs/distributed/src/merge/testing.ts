import type { Estimator } from "@chimera/algorithms";
import { resolveDrawing, type DrawOptions } from "../aggregation/draw-options.ts";
import { conduct } from "../coordinator/conduct.ts";
import type { Transport, WorkerName } from "../coordinator/coordinator.ts";
import { inProcessTransport } from "../in-process/transport.ts";
import { withFaults, type Fault } from "../testing/faults.ts";
import type { MadeData } from "../testing/made-data.ts";
import { mergeCoordinator, type MergeOutcome } from "./coordinator.ts";
import type { MergeAnswer, MergeOrder } from "./messages.ts";
import { mergeParticipant } from "./participant.ts";
import { roundsOf, type MergeRounds } from "./rounds.ts";

export interface TestFit {
  /** The learner of the master, and of every worker. */
  make: () => Estimator;
  shards: readonly (MadeData & { sampleWeight?: number[] })[];
  /** Worker k's, where it is another. */
  makeOf?: (k: number) => Estimator;
  /** The master's, where they are others than those of its learner. */
  rounds?: MergeRounds;
  draws?: DrawOptions;
  faults?: readonly Fault[];
  /** Changes an answer on its way. */
  tamper?: (worker: WorkerName, answer: MergeAnswer) => MergeAnswer;
}

/** A fit of worker1, worker2 … in this process; all messages travel as JSON. */
export async function fitMerged({
  make,
  shards,
  makeOf = make,
  rounds = roundsOf(make()),
  draws = {},
  faults = [],
  tamper = (_, answer) => answer,
}: TestFit): Promise<MergeOutcome> {
  const drawing = resolveDrawing(draws);
  const participants = new Map(
    shards.map((shard, k) => {
      const name = `worker${k + 1}`;
      return [name, mergeParticipant({ name, estimator: makeOf(k), drawing, ...shard })];
    }),
  );
  const inProcess = inProcessTransport(participants);
  const overJson: Transport<MergeOrder, MergeAnswer> = {
    async deliver(to, order) {
      const delivery = await inProcess.deliver(to, travelled(order));
      return { ...delivery, answer: tamper(to, travelled(delivery.answer)) };
    },
  };
  const workers = [...participants.keys()];
  const coordinator = mergeCoordinator({ task: make().task, fitId: "fit-1", seed: 0, workers, rounds });
  return (await conduct(coordinator, withFaults(overJson, faults), { now: () => 0 })).outcome;
}

/** What JSON leaves of a message. */
function travelled<Message>(message: Message): Message {
  return JSON.parse(JSON.stringify(message)) as Message;
}

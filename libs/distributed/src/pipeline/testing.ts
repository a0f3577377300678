import { createRandom, dense, matrix, type Label, type Matrix, type Task } from "@chimera/algorithms";
import { conduct } from "../coordinator/conduct.ts";
import type { RunEvent, Transport, WorkerName } from "../coordinator/coordinator.ts";
import { inProcessPeers, type InProcessPeers } from "../peers/index.ts";
import { pipelineCoordinator, type PipelineFit, type PipelineOutcome } from "./coordinator.ts";
import type { LayeredEstimator } from "./layered-estimator.ts";
import type { PipelineAnswer, PipelineOrder } from "./messages.ts";
import { stageParticipant, type StageParticipant } from "./participant.ts";
import { resolvePipeline, type PipelineOptions } from "./settings.ts";
import type { StageShard } from "./stage-shard.ts";

/** n rows of two features in two classes, a ring around a disc: no straight line parts them. */
export function rings(n: number, seed = 1): { X: Matrix; y: Label[]; columns: string[] } {
  const random = createRandom(seed);
  const X = matrix(n, 2);
  const y = Array.from({ length: n }, (_, i): Label => {
    const [radius, angle] = [(i % 2) + random.next() * 0.5, 2 * Math.PI * random.next()];
    X.data.set([radius * Math.cos(angle), radius * Math.sin(angle)], 2 * i);
    return i % 2 === 0 ? "disc" : "ring";
  });
  return { X, y, columns: ["x1", "x2"] };
}

/** Four layers for the rings. */
export const RING_LAYERS = [
  dense(8, { activation: "tanh" }),
  dense(8, { activation: "relu" }),
  dense(6, { activation: "gelu" }),
  dense(2),
];

/** A pipeline in one process, and a way to break it. */
export interface Laboratory {
  readonly workers: readonly WorkerName[];
  readonly peers: InProcessPeers;
  readonly events: RunEvent[];
  /** Called before each delivery; what it throws is the delivery's failure. */
  before: (to: WorkerName, order: PipelineOrder) => void;
  readonly transport: Transport<PipelineOrder, PipelineAnswer>;
  /** The worker's process ends and another begins: all that it was told is lost. */
  restart(worker: WorkerName): void;
  fit(options: PipelineOptions, fit?: Partial<PipelineFit>): Promise<PipelineOutcome>;
}

export function laboratory(
  nWorkers: number,
  data: Pick<StageShard, "X" | "y" | "columns" | "sampleWeight" | "layerTypes">,
  taskOrEstimator: Task | LayeredEstimator = "classifier",
): Laboratory {
  const task = typeof taskOrEstimator === "string" ? taskOrEstimator : taskOrEstimator.task;
  const workers = Array.from({ length: nWorkers }, (_, i) => `worker${i + 1}`);
  const peers = inProcessPeers(workers);
  const participants = new Map<WorkerName, StageParticipant>();
  const events: RunEvent[] = [];
  let ticks = 0;
  const restart = (name: WorkerName): void => {
    peers.returns(name);
    participants.set(
      name,
      stageParticipant(
        { name, task, ...data },
        {
          peers: peers.of(name),
          mailbox: peers.mailboxes.get(name)!,
          now: () => ticks++,
          breathe: () => Promise.resolve(),
        },
      ),
    );
  };
  workers.forEach(restart);
  const transport: Transport<PipelineOrder, PipelineAnswer> = {
    async deliver(to, order) {
      lab.before(to, order);
      const answer = await participants.get(to)!.answer(order);
      return { answer, bytesSent: 0, bytesReceived: 0 };
    },
  };
  const lab: Laboratory = {
    workers,
    peers,
    events,
    before: () => undefined,
    transport,
    restart,
    async fit(options, fit = {}) {
      const settings = resolvePipeline(taskOrEstimator, options);
      const coordinator = pipelineCoordinator(settings, { fitId: "fit", workers, ...fit });
      const { outcome } = await conduct(coordinator, transport, {
        now: () => 0,
        onEvent: (event) => events.push(event),
      });
      return outcome;
    },
  };
  return lab;
}

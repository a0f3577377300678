import { ParameterError, type Floats, type Scaling, type Tensor } from "@chimera/algorithms";
import type { Mailbox, Peers } from "../peers/index.ts";
import { TensorParallelNetwork } from "../tensor-parallel/index.ts";
import { partOf, ranksOf, seatOf } from "./grid.ts";
import type { PrepareStageOrder } from "./messages.ts";
import { partFor, rangesOf, type Part } from "./part.ts";
import { networkFor, requirePlace } from "./plan.ts";
import { StagePredictor } from "./predictor.ts";
import type { StageShard } from "./stage-shard.ts";
import { Stage, type StageData } from "./stage.ts";
import type { Clock } from "./timeline.ts";
import { scalingFor, targetsOf, trainingInputs } from "./training-data.ts";

/** What joins a worker to the others. */
export interface StageSurroundings {
  readonly peers: Peers;
  /** Where the messages of the others wait. */
  readonly mailbox: Mailbox;
  readonly now: Clock;
  readonly breathe: () => Promise<void>;
}

/** What `prepare` left on the worker. */
export interface ReadyStage {
  readonly runId: string;
  readonly parts: readonly Part[];
  readonly stage: Stage;
  readonly predictor: StagePredictor;
  /** Of the features, on a worker with the first part, if they are scaled. */
  readonly scaling: Scaling | undefined;
}

/** @param shard its columns in the plan's order. @throws ParameterError, DataError that name the layer, or what does not fit. */
export function prepareStage(
  { name, X, y, sampleWeight, layerTypes = {} }: Omit<StageShard, "columns">,
  { runId, plan, states }: PrepareStageOrder,
  { peers, now, breathe }: StageSurroundings,
): ReadyStage {
  const { grid, chunks, cut, inputShape, standardize, classes } = plan;
  requirePlace(plan, name);
  const whole = networkFor({ ...plan, layerTypes }, X.nColumns, classes);
  if (states && states.length !== chunks)
    throw new ParameterError("states", `be one for each of the worker's ${chunks} parts`, states.length);
  const seat = seatOf(grid, name);
  const { stage } = seat;
  const parts = Array.from({ length: chunks }, (_, chunk) => {
    const network = whole.slice(...cut[partOf(grid, stage, chunk)]);
    if (grid.nRanks === 1) return partFor(network, rangesOf(network), plan, states?.[chunk]);
    const ranks = ranksOf(grid, seat);
    const tag = `${runId} part ${chunk}`;
    const share = new TensorParallelNetwork(network, { rank: seat.rank, ranks, peers, tag, now });
    return partFor(share, share.normRanges(), plan, states?.[chunk]);
  });
  const isFirst = stage === 0;
  const scaling = isFirst ? scalingFor(X, standardize) : undefined;
  const isLast = stage === grid.nStages - 1;
  const empty: Tensor<Floats> = { shape: [0, ...inputShape], data: new Float32Array(0) };
  const data: StageData = {
    nRows: X.nRows,
    inputs: isFirst ? trainingInputs(X, scaling, plan) : empty,
    targets: isLast ? targetsOf(y, classes) : new Float64Array(0),
    ...(sampleWeight && { sampleWeight }),
  };
  const common = { name, plan, runId, parts, peers };
  return {
    runId,
    parts,
    scaling,
    stage: new Stage({ ...common, data, now, breathe }),
    predictor: new StagePredictor({ ...common, scaling }),
  };
}

import type { Floats, Matrix } from "@chimera/algorithms";
import { inColumnOrder } from "../coordinator/column-order.ts";
import type { Transport } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import { membersOfReplica, seatOf } from "./grid.ts";
import type { PipelineAnswer, PipelineOrder } from "./messages.ts";
import { predictionsOf } from "./outputs.ts";
import type { TrainingPlan } from "./plan.ts";
import type { Checkpoint } from "./training.ts";

type StageTransport = Transport<PipelineOrder, PipelineAnswer>;

/** A network that stands on the workers, or can be put there. */
export interface StandingNetwork {
  readonly plan: TrainingPlan;
  readonly checkpoint: Checkpoint;
  /** Under which the workers hold it, if they still do. */
  readonly runId: string;
}

export interface StagesPrediction {
  /** n × K probabilities, or n × 1 numbers. */
  readonly predictions: Matrix;
  /** Under which the workers hold the network now. */
  readonly runId: string;
}

/**
 * Takes rows through the stages of the first replica. Where a worker no longer holds its part (it was started again),
 * all of them are given theirs, and are asked once more.
 *
 * @param id names this prediction, never used before.
 * @throws CoordinationError with every worker's reason; ParticipantError when the columns do not fit, or a number overflows.
 */
export async function predictThroughStages(
  network: StandingNetwork,
  transport: StageTransport,
  columns: readonly string[],
  X: Matrix,
  id: string,
): Promise<StagesPrediction> {
  const rows = inColumnOrder(X, columns, network.plan.columns, "the network");
  const { outputs, runId } = await askTwice(network, transport, rows, id);
  return { predictions: predictionsOf(outputs, X.nRows, network.plan.classes), runId };
}

interface StagesOutputs {
  readonly outputs: Floats;
  readonly runId: string;
}

async function askTwice(
  network: StandingNetwork,
  transport: StageTransport,
  rows: Matrix,
  id: string,
): Promise<StagesOutputs> {
  try {
    return await ask(network, transport, rows, id);
  } catch {
    // However often they are told again, the name stays short.
    const again = { ...network, runId: `${network.runId.replace(/~.*/, "")}~${id}` };
    await prepare(again, transport);
    return ask(again, transport, rows, id);
  }
}

async function ask(
  { plan, runId }: StandingNetwork,
  transport: StageTransport,
  X: Matrix,
  id: string,
): Promise<StagesOutputs> {
  const order = { type: "predict", runId, id, nRows: X.nRows } as const;
  const answers = await poll(plan, transport, runId, (worker) =>
    seatOf(plan.grid, worker).stage === 0 ? { ...order, X } : order,
  );
  const outputs = answers.flatMap((answer) =>
    answer.type === "outputs" && answer.outputs ? [answer.outputs] : [],
  );
  if (outputs.length === 0)
    throw new CoordinationError(
      "incomplete",
      "The last stage answered no outputs: run the same Chimera on all workers.",
    );
  return { outputs: outputs[0].data, runId };
}

async function prepare(
  { plan, checkpoint, runId }: StandingNetwork,
  transport: StageTransport,
): Promise<void> {
  await poll(plan, transport, runId, (worker) => ({
    type: "prepare",
    runId,
    plan,
    states: checkpoint.states.get(worker)!,
  }));
}

/** Puts an order to every worker of the first replica; when one fails, the others, which may wait for it, are told to leave. */
async function poll(
  plan: TrainingPlan,
  transport: StageTransport,
  runId: string,
  orderFor: (worker: string) => PipelineOrder,
): Promise<PipelineAnswer[]> {
  const members = membersOfReplica(plan.grid, 0);
  const failures = new Map<string, string>();
  const leave = (failed: string, reason: string): Promise<unknown> =>
    Promise.allSettled(
      members
        .filter((worker) => worker !== failed)
        .map((worker) =>
          transport.deliver(worker, { type: "abandon", runId, reason: `${failed} failed: ${reason}` }),
        ),
    );
  const deliveries = await Promise.all(
    members.map(async (worker) => {
      try {
        return (await transport.deliver(worker, orderFor(worker))).answer;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failures.set(worker, reason);
        if (failures.size === 1) await leave(worker, reason);
        return undefined;
      }
    }),
  );
  if (failures.size === 0) return deliveries as PipelineAnswer[];
  const [[worker, reason]] = failures;
  throw new CoordinationError("incomplete", `${worker} failed: ${reason} All stages are needed to predict.`);
}

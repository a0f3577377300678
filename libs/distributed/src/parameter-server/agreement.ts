import { mergeMoments, scalingOf, takeMoments, type Label, type Scaling } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { agreeOnClasses, agreeOnColumns, requireSame } from "../coordinator/agreement.ts";
import { columnOrder } from "../coordinator/column-order.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import { classWeightsOver } from "./class-weights.ts";
import type { Computation, WorkerDescription } from "./messages.ts";
import { DEFAULT_LOSSES } from "./model-source.ts";
import type { ParameterServerSettings } from "./settings.ts";

/** What master and workers agreed on before round 1. */
export interface Agreement {
  columns: string[];
  classes: Label[] | null;
  scaling: Scaling | null;
  /** The weight of each class in the loss; `null` when all weigh 1. */
  classWeights: number[] | null;
  mode: Computation["mode"];
  /** Everybody weighs alike, because some worker does not say how many rows it has. */
  plainMean: boolean;
  sampleCounts: ReadonlyMap<WorkerName, number | null>;
  /** What was assumed or changed, for the client and the log. */
  notes: string[];
}

type Descriptions = readonly [WorkerName, WorkerDescription][];

/** @throws CoordinationError that names the worker whose task, model, columns or classes do not fit. */
export function agree(settings: ParameterServerSettings, descriptions: Descriptions): Agreement {
  requireSame(descriptions, "task", settings.task, ({ task }) => task);
  requireSameModel(settings, descriptions);
  requireRows(descriptions);
  const columns = agreeOnColumns(descriptions) ?? [];
  const { mode, notes } = agreeOnMode(settings, descriptions);
  const uncounted = descriptions.filter(([, { nSamples }]) => nSamples === null).map(([worker]) => worker);
  if (uncounted.length > 0) {
    notes.push(`${uncounted.join(", ")} did not tell a sample count: all workers weigh alike in the mean.`);
    if (settings.earlyStopping)
      notes.push(`${uncounted.join(", ")} can hold out no rows for early stopping.`);
  }
  const classes = agreeOnClasses(settings.task, descriptions);
  return {
    columns,
    classes,
    classWeights: classes === null ? null : classWeightsOver(settings.classWeight, classes, descriptions),
    scaling: settings.standardize ? scalingOver(columns, descriptions) : null,
    mode,
    plainMean: uncounted.length > 0,
    sampleCounts: new Map(descriptions.map(([worker, { nSamples }]) => [worker, nSamples])),
    notes,
  };
}

/** The linear model is described by its loss, an estimator's by the estimator's name and parameters. */
function requireSameModel(settings: ParameterServerSettings, descriptions: Descriptions): void {
  const { loss, estimator } = settings;
  const isLinear = estimator === null && descriptions.every(([, { model }]) => model === undefined);
  const expected = estimator ?? loss ?? "";
  requireSame(descriptions, isLinear ? "loss" : "model", expected, (told) => told.model ?? told.loss);
  const silent = descriptions.find(([, { model, loss: told }]) => model === undefined && told === null);
  if (estimator !== null && silent) {
    throw new CoordinationError(
      "disagreement",
      `${silent[0]} does not tell its model, as workers of chimera 0.1 do: it cannot train ${estimator}.`,
    );
  }
  if (silent) requireTheirs(settings, silent[0]);
}

/** Workers of chimera 0.1 minimise the loss of their task with an l2 penalty, whatever the master wants. */
function requireTheirs(settings: ParameterServerSettings, worker: WorkerName): void {
  const { task, loss, penalty, fitIntercept } = settings;
  const byDefault = DEFAULT_LOSSES[task];
  if (loss === byDefault && penalty === "l2" && fitIntercept) return;
  const wanted = [`the loss ${loss}`, `penalty ${penalty}`, ...(fitIntercept ? [] : ["fitIntercept false"])];
  throw new CoordinationError(
    "disagreement",
    `${worker} does not tell its loss, as workers of chimera 0.1 do: it knows ${byDefault} with an l2 penalty and an ` +
      `intercept only, the master wants ${wanted.join(", ")}.`,
  );
}

function requireRows(descriptions: Descriptions): void {
  if (descriptions.some(([, { nSamples }]) => nSamples !== 0)) return;
  throw new CoordinationError(
    "disagreement",
    "All shards together hold no row: give at least one worker some rows.",
  );
}

/** One worker that only does local epochs (a legacy one) makes it local epochs for all. */
function agreeOnMode(
  settings: ParameterServerSettings,
  descriptions: Descriptions,
): Pick<Agreement, "mode" | "notes"> {
  const unable = descriptions
    .filter(([, { modes }]) => !modes.includes(settings.mode))
    .map(([worker]) => worker);
  if (unable.length === 0) return { mode: settings.mode, notes: [] };
  const note = `${unable.join(", ")} can only do local epochs: all workers do local epochs instead of gradients.`;
  return { mode: "local-epochs", notes: [note] };
}

/** Merges the moments of all shards exactly; each worker's columns are put in the agreed order first. */
function scalingOver(columns: string[], descriptions: Descriptions): Scaling {
  const moments = descriptions.map(([worker, description]) => {
    const { moments, nSamples } = description;
    if (!moments || nSamples === null) {
      throw new CoordinationError(
        "disagreement",
        `${worker} cannot tell the moments of its columns, which standardize: true needs: set it to false.`,
      );
    }
    const order = columnOrder(description.columns, columns, "the fit");
    return takeMoments(
      { n: nSamples, mean: Float64Array.from(moments.mean), m2: Float64Array.from(moments.m2) },
      order,
    );
  });
  return scalingOf(mergeMoments(moments));
}

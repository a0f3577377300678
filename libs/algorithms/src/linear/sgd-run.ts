import { createPenalty, type Penalty, type PenaltyName } from "../penalties/index.ts";
import type { Random } from "../random/random.ts";
import { consecutive, shuffle } from "../random/sampling.ts";
import {
  createSchedule,
  type Schedule,
  type ScheduleName,
  type ScheduleState,
} from "../schedules/schedules.ts";
import type { Matrix } from "../tensor/matrix.ts";
import type { LinearModel } from "./linear-model.ts";
import { touchRows } from "./row-kernels.ts";
import { AfterStep, CumulativeL1, RunningAverage } from "./sgd-after-step.ts";
import {
  OutputSweep,
  RowSweep,
  type Block,
  type OutputParameters,
  type Sweep,
  type SweepSettings,
} from "./sgd-sweeps.ts";
import { targetRule } from "./targets.ts";

/** How stochastic gradient descent steps. */
export interface StepOptions {
  /** Step size η₀, finite and > 0 (not used by the schedule `optimal`). */
  learningRate: number;
  /** Strength α ≥ 0 of the penalty (never on the biases). */
  alpha: number;
  /** Default `l2`. */
  penalty?: PenaltyName | null;
  /** The share of l1 in `elasticnet`, 0…1. Default 0.15. */
  l1Ratio?: number;
  /** How the step size changes from row to row. Default `constant`. */
  rate?: ScheduleName;
  /** The exponent of the schedule `invscaling`. Default 0.25. */
  powerT?: number;
  /** Steps done before these, an integer ≥ 0, so that a schedule goes on where it was. Default 0. */
  firstStep?: number;
  /** Shuffles the rows anew for every epoch. Left out: the rows are taken in order. */
  random?: Random;
  /** n weights ≥ 0: a row's step is multiplied by its weight. Default: all 1. */
  sampleWeight?: Float64Array;
  /**
   * K weights of a classifier's classes. Of two classes each row has its class's; above, one-vs-all, an output gives it to
   * the rows of its own class only, as scikit-learn does. Default: all 1.
   */
  classWeight?: Float64Array;
  /** Receives the mean of the iterates. Default: there is none. */
  average?: AverageOptions;
}

export interface AverageOptions {
  /** The step, counted from 1 over all runs, from which on iterates are averaged. */
  from: number;
  /** Receives the averages in the layout of the parameters; goes on from what it holds. */
  parameters: Float64Array;
}

/** The rows and outputs of a run. */
export interface RunRows {
  readonly X: Matrix;
  /** n numbers, or class codes. */
  readonly y: Float64Array;
  /** The rows to learn from. Default: all of them. Owned by the run: it may put them in another order. */
  readonly order?: Int32Array;
  /** Trains this output alone; not for `softmax`. Default: all of them. */
  readonly output?: number;
}

/** Values of the rows that are fetched ahead of a sweep: 128 kB, which the second-level cache holds. */
const SWEEP_VALUES = 16_384;

/** How many rows of d features are handed to the kernels at once, at most as many as they take in one go. */
function rowsOfSweep(d: number): number {
  return Math.min(512, Math.ceil(SWEEP_VALUES / Math.max(1, d)));
}

/** Epochs of stochastic gradient descent, one at a time: see `sgdEpochs` for the formulas. */
export class SGDRun {
  private readonly model: LinearModel;
  private readonly rows: RunRows;
  private readonly options: StepOptions;
  private readonly block: Block;
  private readonly sweeps: readonly Sweep[];
  private readonly schedule: Schedule;
  private readonly scheduleState: ScheduleState;
  /** Keeps the reads that bring rows into the cache from being optimised away. */
  private touched = 0;

  /**
   * @param parameters θ in the layout of `LinearModel`, updated in place.
   * @throws ParameterError when an option is outside of its range.
   */
  constructor(model: LinearModel, parameters: Float64Array, rows: RunRows, options: StepOptions) {
    const { X } = rows;
    const rowsPerBlock = rowsOfSweep(X.nColumns);
    this.model = model;
    this.rows = rows;
    this.options = options;
    this.block = {
      order: rows.order ?? consecutive(X.nRows),
      start: 0,
      size: 0,
      rates: new Float64Array(rowsPerBlock),
      t: (options.firstStep ?? 0) + 1,
    };
    this.schedule = scheduleOf(model, options);
    this.scheduleState = this.schedule.init();
    this.sweeps = this.createSweeps(parameters, rowsPerBlock);
  }

  /** One pass over the rows. @returns the sum of the losses, each row's before its step, without weights. */
  epoch(): number {
    const { block, options, sweeps, rows } = this;
    const { order, rates } = block;
    if (options.random) shuffle(order, options.random);
    let sum = 0;
    for (let start = 0; start < order.length; start += rates.length) {
      block.start = start;
      block.size = Math.min(rates.length, order.length - start);
      this.prepareRates();
      if (options.random) {
        const { X, y } = rows;
        this.touched += touchRows(X.data, X.nColumns, y, order, start, start + block.size);
      }
      for (const sweep of sweeps) sum += sweep.sweep(block);
      block.t += block.size;
    }
    return sum;
  }

  /** Asks the schedule what to do when the loss no longer improves. @returns whether to go on. */
  slowDown(): boolean {
    return this.schedule.slowDown(this.scheduleState);
  }

  private prepareRates(): void {
    const { rates, size, t } = this.block;
    for (let i = 0; i < size; i++) rates[i] = this.schedule.rate(this.scheduleState, t + i);
  }

  private createSweeps(parameters: Float64Array, rowsPerBlock: number): Sweep[] {
    const { model, options } = this;
    const { task, nOutputs, lossOfScores: loss } = model;
    const penalty = penaltyOf(options);
    const settings = this.settingsOf(penalty);
    const outputs = Array.from({ length: nOutputs }, (_, k) => this.outputOf(parameters, penalty, k));
    if (loss.kind === "multinomial") {
      const classWeight = options.classWeight ?? new Float64Array(nOutputs).fill(1);
      return [new RowSweep(settings, loss.multinomial, classWeight, outputs)];
    }
    const chosen = this.rows.output === undefined ? outputs.map((_, k) => k) : [this.rows.output];
    return chosen.map((k) => {
      const rule = targetRule(task, k, nOutputs);
      const weights = this.classWeightOf(k);
      return new OutputSweep(settings, loss.pointwise, rule, weights, outputs[k], rowsPerBlock);
    });
  }

  private settingsOf({ l2 }: Penalty): SweepSettings {
    const { X, y } = this.rows;
    const sampleWeight = this.options.sampleWeight ?? null;
    return { x: X.data, d: X.nColumns, y, sampleWeight, l2, fitIntercept: this.model.fitIntercept };
  }

  private outputOf(parameters: Float64Array, { l1 }: Penalty, k: number): OutputParameters {
    const { nFeatures: d, nWeights } = this.model;
    const { average } = this.options;
    const weightsOf = (vector: Float64Array) => vector.subarray(k * d, (k + 1) * d);
    const biasOf = (vector: Float64Array) => vector.subarray(nWeights + k, nWeights + k + 1);
    const cumulative = l1 > 0 ? new CumulativeL1(l1, d) : null;
    const running = average
      ? new RunningAverage(weightsOf(average.parameters), biasOf(average.parameters), average.from)
      : null;
    return {
      w: weightsOf(parameters),
      bias: biasOf(parameters),
      afterStep: cumulative || running ? new AfterStep(cumulative, running) : null,
    };
  }

  private classWeightOf(k: number): [positive: number, negative: number] {
    const { classWeight } = this.options;
    if (!classWeight || classWeight.length === 1) return [1, 1];
    return this.model.nOutputs === 1 ? [classWeight[1], classWeight[0]] : [classWeight[k], 1];
  }
}

function penaltyOf({ penalty = "l2", alpha, l1Ratio }: StepOptions): Penalty {
  return createPenalty({ penalty, alpha, ...(l1Ratio !== undefined && { l1Ratio }) });
}

function scheduleOf({ lossOfScores: loss }: LinearModel, options: StepOptions): Schedule {
  const { learningRate: eta0, alpha, powerT, rate = "constant" } = options;
  return createSchedule(rate, {
    eta0,
    alpha,
    ...(powerT !== undefined && { powerT }),
    ...(loss.kind === "pointwise" && { loss: loss.pointwise }),
  });
}

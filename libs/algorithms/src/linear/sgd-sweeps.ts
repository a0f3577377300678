import type { PointwiseLoss } from "../losses/pointwise-loss.ts";
import type { MultinomialLoss } from "../losses/softmax.ts";
import { kernels } from "../kernels/index.ts";
import { cutSlope } from "../losses/cut-slope.ts";
import { dot, scaleAndAdd } from "./row-kernels.ts";
import type { AfterStep } from "./sgd-after-step.ts";
import { targetsOf, type TargetRule } from "./targets.ts";

/** Rows that are taken one after the other, with all that was prepared for them. */
export interface Block {
  /** The rows in the order they are taken; the block is `size` of them from `start`. */
  readonly order: Int32Array;
  start: number;
  size: number;
  /** ηₜ for each row of the block. */
  readonly rates: Float64Array;
  /** t of the block's first step. */
  t: number;
}

/** What the sweeps of all outputs have in common. */
export interface SweepSettings {
  /** n rows of d features. */
  readonly x: Float64Array;
  readonly d: number;
  /** n numbers, or class codes. */
  readonly y: Float64Array;
  /** n weights; `null`: all 1. */
  readonly sampleWeight: Float64Array | null;
  /** α (1 − ρ), the strength of ½‖w‖². */
  readonly l2: number;
  readonly fitIntercept: boolean;
}

/** One output's parameters, as views on the model's, and what follows each of their steps. */
export interface OutputParameters {
  readonly w: Float64Array;
  /** Length 1. */
  readonly bias: Float64Array;
  readonly afterStep: AfterStep | null;
}

/** Takes steps for the rows of a block. @returns the sum of their losses, each before its step, without weights. */
export interface Sweep {
  sweep(block: Block): number;
}

/** What one output has of a block's rows. */
interface BlockRows {
  readonly targets: Float64Array;
  /** What their steps are multiplied by. */
  readonly factors: Float64Array;
}

/** One output that learns by a pointwise loss. */
export class OutputSweep implements Sweep {
  private readonly settings: SweepSettings;
  private readonly loss: PointwiseLoss;
  private readonly rule: TargetRule;
  /** Weights of the rows with a target above 0, and of the others. */
  private readonly classWeight: readonly [positive: number, negative: number];
  private readonly parameters: OutputParameters;
  private readonly rows: BlockRows;

  constructor(
    settings: SweepSettings,
    loss: PointwiseLoss,
    rule: TargetRule,
    classWeight: readonly [positive: number, negative: number],
    parameters: OutputParameters,
    rowsPerBlock: number,
  ) {
    this.settings = settings;
    this.loss = loss;
    this.rule = rule;
    this.classWeight = classWeight;
    this.parameters = parameters;
    this.rows = {
      targets: new Float64Array(rowsPerBlock),
      // All the same until `weighRows` finds that rows differ.
      factors: new Float64Array(rowsPerBlock).fill(classWeight[0]),
    };
  }

  sweep(block: Block): number {
    const { rule, settings, loss, rows, parameters } = this;
    const { order, start, size, rates } = block;
    targetsOf(rule, settings.y, order, start, size, rows.targets);
    this.weighRows(block);
    const { w, bias, afterStep } = parameters;
    if (afterStep !== null) return sweepWithAfterStep(block, settings, loss, rows, w, bias, afterStep);
    const { x, d, l2, fitIntercept } = settings;
    const { targets, factors } = rows;
    return kernels().sgdSweep({
      loss,
      x,
      d,
      order,
      start,
      size,
      targets,
      rates,
      factors,
      l2,
      fitIntercept,
      w,
      bias,
    });
  }

  private weighRows({ order, start, size }: Block): void {
    const { sampleWeight } = this.settings;
    const { targets, factors } = this.rows;
    const [positive, negative] = this.classWeight;
    if (sampleWeight === null && positive === negative) return;
    for (let i = 0; i < size; i++) {
      const factor = targets[i] > 0 ? positive : negative;
      factors[i] = sampleWeight === null ? factor : factor * sampleWeight[order[start + i]];
    }
  }
}

/** The loss's pair of the moment. One set for all sweeps: nothing in them outlives a row. */
const target = new Float64Array(1);
const score = new Float64Array(1);
const value = new Float64Array(1);
const slope = new Float64Array(1);

/** The kernels' sweep with something done after each step. @returns the sum of the losses. */
function sweepWithAfterStep(
  { order, start, size, rates, t }: Block,
  { x, d, l2, fitIntercept }: SweepSettings,
  loss: PointwiseLoss,
  { targets, factors }: BlockRows,
  w: Float64Array,
  bias: Float64Array,
  afterStep: AfterStep,
): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const at = order[start + i] * d;
    target[0] = targets[i];
    score[0] = bias[0] + dot(w, x, at);
    loss.evaluate(target, score, 1, value, slope);
    sum += value[0];
    const eta = rates[i];
    const keep = Math.max(0, 1 - eta * l2);
    const step = -eta * cutSlope(slope[0]) * factors[i];
    if (fitIntercept) bias[0] += step;
    scaleAndAdd(w, keep, step, x, at);
    afterStep.apply(w, bias, eta, keep, t + i);
  }
  return sum;
}

/** All outputs together, by a loss of a row's scores. */
export class RowSweep implements Sweep {
  private readonly settings: SweepSettings;
  private readonly loss: MultinomialLoss;
  /** K weights. */
  private readonly classWeight: Float64Array;
  private readonly outputs: readonly OutputParameters[];
  private readonly code = new Float64Array(1);
  private readonly value = new Float64Array(1);
  private readonly scores: Float64Array;

  constructor(
    settings: SweepSettings,
    loss: MultinomialLoss,
    classWeight: Float64Array,
    outputs: readonly OutputParameters[],
  ) {
    this.settings = settings;
    this.loss = loss;
    this.classWeight = classWeight;
    this.outputs = outputs;
    this.scores = new Float64Array(outputs.length);
  }

  sweep({ order, start, size, rates, t }: Block): number {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += this.step(order[start + i], rates[i], t + i);
    return sum;
  }

  private step(row: number, eta: number, t: number): number {
    const { x, d, y, sampleWeight, l2, fitIntercept } = this.settings;
    const { outputs, code, value, scores } = this;
    const at = row * d;
    for (let k = 0; k < outputs.length; k++) scores[k] = outputs[k].bias[0] + dot(outputs[k].w, x, at);
    code[0] = y[row];
    this.loss.evaluate(code, scores, 1, outputs.length, value, scores);
    const keep = Math.max(0, 1 - eta * l2);
    const factor = this.classWeight[y[row]] * (sampleWeight === null ? 1 : sampleWeight[row]);
    for (let k = 0; k < outputs.length; k++) {
      const { w, bias, afterStep } = outputs[k];
      const step = -eta * scores[k] * factor;
      if (fitIntercept) bias[0] += step;
      scaleAndAdd(w, keep, step, x, at);
      if (afterStep !== null) afterStep.apply(w, bias, eta, keep, t);
    }
    return value[0];
  }
}

import {
  columnMoments,
  foldScaling,
  LinearModel,
  loadExpressions,
  lossNames,
  scalingOf,
  type Label,
  type LossName,
  type Task,
} from "@chimera/algorithms";
import { beforeAll, describe, expect, test } from "vitest";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import { modelSourceOf } from "./model-source.ts";
import { linearOptionsOf } from "./prepare-order.ts";
import { serialTraining } from "./serial.ts";
import { serialRounds } from "./serial-rounds.ts";
import { resolveSettings, type ParameterServerOptions } from "./settings.ts";
import { predictWith } from "./trained-model.ts";
import { relativeDifference, train } from "./testing.ts";

const SIZES = [40, 1, 79];
const FOUR = ["a", "b", "c", "d"];
const data = {
  regressor: madeData("regressor", 120, 3),
  two: madeData("classifier", 120, 3, ["no", "yes"]),
  four: madeData("classifier", 120, 3, FOUR),
};
/** `poisson` wants targets ≥ 0. */
const counts: MadeData = {
  ...data.regressor,
  y: data.regressor.y.map((y) => Math.round(Math.abs(y as number))),
};

interface Case {
  loss: LossName;
  task: Task;
  rows: MadeData;
  classes: Label[] | null;
}

const CASES: Case[] = [
  ...lossNames("regressor").map((loss): Case => ({
    loss,
    task: "regressor",
    rows: loss === "poisson" ? counts : data.regressor,
    classes: null,
  })),
  ...lossNames("classifier").flatMap((loss): Case[] => [
    { loss, task: "classifier", rows: data.two, classes: ["no", "yes"] },
    { loss, task: "classifier", rows: data.four, classes: FOUR },
  ]),
];

/** What one process learns from all rows, for raw features. */
function serial({ task, rows, classes }: Omit<Case, "loss">, options: ParameterServerOptions): Float64Array {
  const settings = resolveSettings(task, options);
  const source = modelSourceOf(task, options.loss);
  const { parameters } = serialTraining(rows, { settings, source, classes, sizes: SIZES });
  const model = source.modelOf({ nFeatures: 3, classes }, linearOptionsOf(settings)) as LinearModel;
  return foldScaling(parameters, model, scalingOf(columnMoments(rows.X)));
}

const STEPS = {
  gradient: { learningRate: 0.05, maxIter: 25 },
  "local-epochs": { learningRate: 0.005, maxIter: 4 },
};

describe("distributed equals one process for every loss: ‖Δw‖/‖w‖ ≤ 1e-12", () => {
  describe.each(CASES)("$task, $loss, classes $classes", ({ loss, ...rest }) => {
    test("gradients", async () => {
      const options = { loss, standardize: true, alpha: 1e-3, ...STEPS.gradient };
      const { model, report } = await train(rest.task, cut(rest.rows, SIZES), options);
      expect(relativeDifference(model.parameters, serial(rest, options))).toBeLessThanOrEqual(1e-12);
      expect(report).toMatchObject({ fit: "ok", iterations: 25 });
    });

    test("local epochs", async () => {
      const options = { loss, standardize: true, alpha: 1e-3, epochs: 2, ...STEPS["local-epochs"] };
      const { model } = await train(rest.task, cut(rest.rows, SIZES), { ...options, mode: "local-epochs" });
      const { parameters } = serialRounds({ ...rest, sizes: SIZES }, options);
      expect(relativeDifference(model.parameters, parameters)).toBeLessThanOrEqual(1e-12);
    });

    test("one worker is the single process, bit for bit", async () => {
      const options = { loss, standardize: true, ...STEPS.gradient };
      const { model } = await train(rest.task, [rest.rows], options);
      expect(Array.from(model.parameters)).toEqual(Array.from(serial(rest, options)));
      const epochs = { loss, standardize: true, ...STEPS["local-epochs"] };
      const averaged = await train(rest.task, [rest.rows], { ...epochs, mode: "local-epochs" });
      const { parameters } = serialRounds({ ...rest, sizes: [120] }, epochs);
      expect(Array.from(averaged.model.parameters)).toEqual(Array.from(parameters));
    });
  });
});

const OPTIONS: [name: string, options: ParameterServerOptions][] = [
  ["l1", { penalty: "l1", alpha: 0.02 }],
  ["elasticnet", { penalty: "elasticnet", alpha: 0.05, l1Ratio: 0.3 }],
  ["no penalty", { penalty: null }],
  ["no intercept", { fitIntercept: false }],
  ["invscaling", { learningRate: "invscaling", eta0: 0.05, powerT: 0.4 }],
  ["optimal", { learningRate: "optimal", alpha: 0.5 }],
  ["constant by name", { learningRate: "constant", eta0: 0.02 }],
];

describe("penalties, schedules and the intercept, in both modes", () => {
  const rest = { task: "classifier" as const, rows: data.four, classes: FOUR };
  test.each(OPTIONS)("%s", async (_, options) => {
    const gradient = { loss: "hinge", standardize: true, maxIter: 20, learningRate: 0.05, ...options };
    const fitted = await train(rest.task, cut(rest.rows, SIZES), gradient);
    expect(relativeDifference(fitted.model.parameters, serial(rest, gradient))).toBeLessThanOrEqual(1e-12);
    const local = {
      loss: "log_loss",
      standardize: true,
      maxIter: 3,
      epochs: 2,
      learningRate: 0.005,
      ...options,
    };
    const averaged = await train(rest.task, cut(rest.rows, SIZES), { ...local, mode: "local-epochs" });
    const { parameters } = serialRounds({ ...rest, sizes: SIZES }, local);
    expect(relativeDifference(averaged.model.parameters, parameters)).toBeLessThanOrEqual(1e-12);
  });

  test("adaptive: the step falls to a fifth when the loss no longer falls, and training ends when it is small", async () => {
    const steps = { learningRate: "adaptive", eta0: 1, tol: 0.02, nIterNoChange: 2, maxIter: 500 } as const;
    const options = { standardize: true, ...steps };
    const { model, report } = await train(rest.task, cut(rest.rows, SIZES), options);
    expect(relativeDifference(model.parameters, serial(rest, options))).toBeLessThanOrEqual(1e-12);
    expect(report.iterations).toBeLessThan(500);
    expect(report.notes.join()).toMatch(/Stopped in round \d+: .* adaptive is at its least/);
  });

  test("adaptive with early stopping goes by the rows held out", async () => {
    const steps = { learningRate: "adaptive", eta0: 1, tol: 0.02, nIterNoChange: 2, maxIter: 500 } as const;
    const options = { loss: "modified_huber", standardize: true, earlyStopping: true, ...steps };
    const { model, report } = await train(rest.task, cut(rest.rows, SIZES), options);
    expect(relativeDifference(model.parameters, serial(rest, options))).toBeLessThanOrEqual(1e-12);
    expect(report.iterations).toBeLessThan(500);
    expect(report.notes.join()).toContain(`Early stopping in round ${report.iterations}`);
  });

  test("adaptive in local epochs: the order tells the step, and the fit ends where the loop does", async () => {
    const steps = {
      learningRate: "adaptive",
      eta0: 0.01,
      tol: 0.05,
      nIterNoChange: 1,
      maxIter: 300,
    } as const;
    const options = { mode: "local-epochs", standardize: true, ...steps } as const;
    const { model, report } = await train("regressor", cut(data.regressor, SIZES), options);
    const one = { task: "regressor" as const, rows: data.regressor, classes: null, sizes: SIZES };
    const { parameters, rounds } = serialRounds(one, options);
    expect(relativeDifference(model.parameters, parameters)).toBeLessThanOrEqual(1e-12);
    expect(report.iterations).toBe(rounds);
    expect(rounds).toBeLessThan(300);
    expect(report.notes.join()).toContain("adaptive is at its least");
  });
});

describe("options of losses", () => {
  test("huber's epsilon and the quantile are the master's, and reach the workers", async () => {
    const rest = { task: "regressor" as const, rows: data.regressor, classes: null };
    for (const options of [
      { loss: "huber", lossEpsilon: 1.5 },
      { loss: "quantile", quantile: 0.9 },
    ]) {
      const all = { ...options, standardize: true, ...STEPS.gradient };
      const { model } = await train(rest.task, cut(rest.rows, SIZES), all);
      expect(relativeDifference(model.parameters, serial(rest, all))).toBeLessThanOrEqual(1e-12);
      const plain = await train(rest.task, cut(rest.rows, SIZES), {
        ...all,
        lossEpsilon: 0.1,
        quantile: 0.5,
      });
      expect(relativeDifference(plain.model.parameters, model.parameters)).toBeGreaterThan(1e-3);
    }
  });

  test("poisson answers e^p, and refuses targets below 0 by worker and value", async () => {
    const { model } = await train("regressor", cut(counts, SIZES), { loss: "poisson", standardize: true });
    const predictions = predictWith(model, counts.columns, counts.X) as number[];
    expect(predictions.every((value) => value > 0)).toBe(true);
    const fit = train("regressor", [data.regressor], { loss: "poisson" });
    await expect(fit).rejects.toThrow(/worker1 cannot learn with the loss poisson\. Expected .*≥ 0.*got -/);
  });

  test.each<[ParameterServerOptions, RegExp]>([
    [
      { loss: "squared_error" },
      /loss must be one of hinge, .* for a classifier, .*that one is for a regressor/,
    ],
    [{ loss: 7 as never }, /loss must be one of/],
    [{ lossEpsilon: -1 }, /lossEpsilon must be a finite number ≥ 0/],
    [{ quantile: 1 }, /quantile must be a number above 0 and below 1/],
    [{ fitIntercept: 1 as never }, /fitIntercept must be true or false/],
    [
      { learningRate: "fast" as never },
      /learningRate must be one of constant, optimal, invscaling, adaptive/,
    ],
    [{ eta0: 1 }, /eta0 must be left out unless learningRate is the name of a schedule/],
    [{ learningRate: "invscaling", eta0: 0 }, /must be a finite number > 0, got 0/],
    [{ learningRate: "invscaling", powerT: NaN }, /powerT must be a finite number/],
    [{ learningRate: "optimal", alpha: 0 }, /alpha must be a finite number > 0 for the schedule optimal/],
  ])("refuses %j by name, rule and value", (options, message) => {
    expect(() => resolveSettings("classifier", options)).toThrow(message);
  });
});

describe("a loss of one's own", () => {
  const OWN = "log(1 + exp(-y * p))";

  test("before the parser is loaded a fit says what to do; a bad expression is refused by ready, with its place", async () => {
    await expect(train("classifier", [data.two], { loss: OWN })).rejects.toThrow(
      /loss must be .*await loadExpressions\(\)/,
    );
    await expect(modelSourceOf("classifier", "log(1 + exp(-y * q))").ready()).rejects.toThrow(
      /unknown symbol q/,
    );
    await expect(modelSourceOf("classifier", "log_los").ready()).rejects.toThrow(
      /unknown symbol log_los at column 1/,
    );
    await modelSourceOf("classifier", "hinge").ready();
  });

  describe("once it is loaded", () => {
    beforeAll(loadExpressions);

    test.each(["p - y * log(p)", "sqrt(p)", "1 / p"])(
      "one that is not defined at a score of 0 is to blame itself, not the step size: %s",
      async (loss) => {
        const fit = train("regressor", cut(data.regressor, SIZES), { loss, standardize: true });
        await expect(fit).rejects.toThrow(
          /^The loss on worker1, or its gradient, is no finite number where training/,
        );
      },
    );

    test.each(["gradient", "local-epochs"] as const)(
      "log_loss as an expression learns what log_loss learns: %s",
      async (mode) => {
        const options = { mode, standardize: true, maxIter: 20, learningRate: 0.01 };
        const named = await train("classifier", cut(data.four, SIZES), { ...options, loss: "log_loss" });
        const own = await train("classifier", cut(data.four, SIZES), { ...options, loss: OWN });
        expect(relativeDifference(own.model.parameters, named.model.parameters)).toBeLessThanOrEqual(1e-12);
        expect(predictWith(own.model, data.four.columns, data.four.X)).toEqual(
          predictWith(named.model, data.four.columns, data.four.X),
        );
      },
    );
  });
});

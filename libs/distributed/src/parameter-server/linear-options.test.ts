import {
  columnMoments,
  createRandom,
  encodeLabels,
  foldScaling,
  LinearModel,
  lossNames,
  loadExpressions,
  scalingOf,
  type Label,
  type LossName,
} from "@chimera/algorithms";
import { beforeAll, describe, expect, test } from "vitest";
import { cut, madeData, type MadeData } from "../testing/made-data.ts";
import { localEpochStep } from "./local-epoch-step.ts";
import { modelSourceOf } from "./model-source.ts";
import { serialRounds } from "./serial-rounds.ts";
import { serialTraining } from "./serial.ts";
import { resolveSettings, type ParameterServerOptions } from "./settings.ts";
import { fleetOf, relativeDifference, train, type TrainOptions, type WeightedData } from "./testing.ts";
import { ShardFeatures } from "./shard-features.ts";

const SIZES = [40, 1, 79];
const TWO: Label[] = ["no", "yes"];
const FOUR: Label[] = ["a", "b", "c", "d"];
const two = madeData("classifier", 120, 3, TWO);
const four = madeData("classifier", 120, 3, FOUR);
const OWN = "log(1 + exp(-y * p))";

const random = createRandom(1);
const own = new Float64Array(120).map(() => 2 * random.next());

/** The shards, with the weights of their rows. */
function weighted(rows: MadeData): WeightedData[] {
  let start = 0;
  return cut(rows, SIZES).map((shard) => {
    const sampleWeight = own.slice(start, start + shard.y.length);
    start += shard.y.length;
    return { ...shard, sampleWeight };
  });
}

/** n / (K n_c) of each row's class. */
function balanced({ y }: MadeData, classes: readonly Label[]): Float64Array {
  const counts = classes.map((label) => y.filter((other) => other === label).length);
  return encodeLabels(y, classes).map((code) => y.length / (classes.length * counts[code]));
}

function serial(
  rows: MadeData,
  classes: Label[],
  options: ParameterServerOptions,
  weights?: Float64Array,
): Float64Array {
  const settings = resolveSettings("classifier", options);
  const source = modelSourceOf("classifier", options.loss);
  const told = { settings, source, classes, sizes: SIZES, ...(weights && { weights }) };
  const { parameters } = serialTraining(rows, told);
  const model = source.modelOf({ nFeatures: 3, classes }) as LinearModel;
  return foldScaling(parameters, model, scalingOf(columnMoments(rows.X)));
}

const GRADIENT = { standardize: true, learningRate: 0.05, maxIter: 20 } as const;
const EPOCHS = { standardize: true, learningRate: 0.005, maxIter: 4, epochs: 2 } as const;

beforeAll(loadExpressions);

describe.each([...lossNames("classifier"), OWN])("weights and the average, with the loss %s", (loss) => {
  const weights = balanced(four, FOUR).map((weight, i) => weight * own[i]);
  const change = { loss, classWeight: "balanced", average: 2 } as const;

  test("gradients: distributed equals one process", async () => {
    const options = { ...GRADIENT, ...change };
    const { model } = await train("classifier", weighted(four), options);
    const expected = serial(four, FOUR, options, weights);
    expect(relativeDifference(model.parameters, expected)).toBeLessThanOrEqual(1e-12);
    const plain = await train("classifier", cut(four, SIZES), options);
    expect(relativeDifference(plain.model.parameters, expected)).toBeGreaterThan(1e-3);
  });

  test.each(["l2", "l1", "elasticnet"] as const)(
    "local epochs with penalty %s equal the loop",
    async (penalty) => {
      const options = { ...EPOCHS, ...change, penalty, alpha: 0.02 };
      const { model } = await train("classifier", weighted(four), { ...options, mode: "local-epochs" });
      const one = { task: "classifier" as const, rows: four, classes: FOUR, sizes: SIZES, weights };
      expect(relativeDifference(model.parameters, serialRounds(one, options).parameters)).toBeLessThanOrEqual(
        1e-12,
      );
      const plain = await train("classifier", cut(four, SIZES), { ...options, mode: "local-epochs" });
      expect(relativeDifference(plain.model.parameters, model.parameters)).toBeGreaterThan(1e-3);
    },
  );
});

describe("a warm start goes on where the fit before ended: twice 15 rounds are 30", () => {
  const cases: [loss: LossName | string, rows: MadeData, classes: Label[]][] = [
    ["softmax", two, TWO],
    ["softmax", four, FOUR],
    ["hinge", two, TWO],
    [OWN, four, FOUR],
  ];

  test.each(cases)("%s, raw features in between", async (loss, rows, classes) => {
    const options: TrainOptions = { ...GRADIENT, loss, maxIter: 15 };
    const shards = cut(rows, SIZES);
    const first = await train("classifier", shards, options);
    // Two classes have one score, but for softmax.
    const nOutputs = loss !== "softmax" && classes.length === 2 ? 1 : classes.length;
    expect(first.model.parameters).toHaveLength(nOutputs * 4);
    const second = await train("classifier", shards, { ...options, warmStart: first.model });
    const atOnce = serial(rows, classes, { ...GRADIENT, loss, maxIter: 30 });
    expect(relativeDifference(second.model.parameters, atOnce)).toBeLessThanOrEqual(1e-12);
  });
});

describe("workers and masters of chimera 0.1", () => {
  /** The shards' workers, which do not tell their loss. */
  function silent(): TrainOptions["transport"] {
    const { transport } = fleetOf("classifier", cut(two, [60, 60]));
    return {
      async deliver(to, order) {
        const delivery = await transport.deliver(to, order);
        const { answer } = delivery;
        return answer.type === "description" ? { ...delivery, answer: { ...answer, loss: null } } : delivery;
      },
    };
  }

  test.each<[ParameterServerOptions, string]>([
    [{ loss: "hinge" }, "the loss hinge, penalty l2"],
    [{ loss: OWN }, `the loss ${OWN}, penalty l2`],
    [{ penalty: "l1" }, "the loss log_loss, penalty l1"],
    [{ fitIntercept: false }, "the loss log_loss, penalty l2, fitIntercept false"],
  ])("a worker that tells no loss is refused by name for %j", async (options, wanted) => {
    const fit = train("classifier", cut(two, [60, 60]), { ...options, transport: silent() });
    await expect(fit).rejects.toThrow(
      "worker1 does not tell its loss, as workers of chimera 0.1 do: it knows log_loss with an l2 penalty and an " +
        `intercept only, the master wants ${wanted}.`,
    );
  });

  test("what they know is trained with them", async () => {
    const { report } = await train("classifier", cut(two, [60, 60]), { maxIter: 2, transport: silent() });
    expect(report.fit).toBe("ok");
  });

  test("fit-step refuses a loss with a score for each class, and targets that the loss is not defined for", () => {
    const softmax = localEpochStep({
      name: "worker1",
      source: modelSourceOf("classifier", "softmax"),
      columns: two.columns,
      features: new ShardFeatures(two.X),
      y: two.y,
    });
    expect(() => softmax(new Float64Array(3), new Float64Array(1))).toThrow(
      "fit-step knows one score for a row, the loss softmax of worker1 has one for each class: use a master that",
    );
    const rows = madeData("regressor", 20, 3);
    const poisson = localEpochStep({
      name: "worker1",
      source: modelSourceOf("regressor", "poisson"),
      columns: rows.columns,
      features: new ShardFeatures(rows.X),
      y: rows.y,
    });
    expect(() => poisson(new Float64Array(3), new Float64Array(1))).toThrow(
      /^worker1 cannot learn with the loss poisson\. Expected .*≥ 0.*got -/,
    );
  });
});

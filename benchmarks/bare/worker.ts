/**
 * A worker with nothing of ours round the compute: hono on @hono/node-server, the same JSON bodies, the same kernels.
 * `node bare-worker.js <folder of its shard>`, started with an IPC channel, on which it tells its address.
 */
import { basename } from "node:path";
import {
  bootstrapIndices,
  createRandom,
  DecisionTreeClassifier,
  hashSeed,
  LinearModel,
  sgdEpochs,
  takeRows,
  useKernels,
} from "@chimera/algorithms";
import { chooseKernels } from "@chimera/kernels";
import { loadDataset } from "@chimera/dataset";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { LOCAL_EPOCHS, TREE } from "./settings.ts";

useKernels((await chooseKernels()).kernels);
const folder = process.argv[2];
const name = basename(folder);
const { X, y: labels } = loadDataset(folder, "classifier");
const y = Float64Array.from(labels as Float64Array);
const model = new LinearModel({ task: "classifier", loss: "log_loss", nFeatures: X.nColumns, nOutputs: 1 });
const gradient = new Float64Array(model.nParameters);
const app = new Hono();

app.post("/gradient", async (c) => {
  const { parameters } = await c.req.json();
  const loss = model.lossAndGradient(Float64Array.from(parameters), X, y, gradient);
  return c.json({ gradient: Array.from(gradient), loss, nSamples: X.nRows });
});

app.post("/local-epochs", async (c) => {
  const { parameters, round } = await c.req.json();
  const learnt = Float64Array.from(parameters);
  const random = createRandom(hashSeed(0, name, round));
  const loss = sgdEpochs(model, learnt, X, y, { ...LOCAL_EPOCHS, random });
  const update = (parameters as number[]).map((value, j) => value - learnt[j]);
  return c.json({ update, loss, nSamples: X.nRows });
});

app.post("/fit", async (c) => {
  const { classes, seed } = await c.req.json();
  const streamSeed = hashSeed(seed, name);
  const rows = bootstrapIndices(X.nRows, createRandom(streamSeed));
  const drawn = Float64Array.from(rows, (i) => y[i]);
  new DecisionTreeClassifier(TREE).fit(takeRows(X, rows), drawn, { classes, seed: streamSeed });
  return c.json({ fit: "ok", nSamples: X.nRows });
});

/** No model: rows in, as many numbers of seventeen digits out. */
app.post("/echo", async (c) => {
  const { X_pred_rows: rows } = (await c.req.json()) as { X_pred_rows: number[][] };
  return c.json({ y_pred_rows: rows.map(([first]) => first / 7), classes: [0, 1] });
});

process.once("disconnect", () => process.exit());
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  process.send?.(`http://127.0.0.1:${port}`);
});

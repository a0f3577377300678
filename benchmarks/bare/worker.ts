/**
 * A worker with nothing of ours round the compute: hono on @hono/node-server, or node:http alone, the same JSON bodies, the
 * same kernels.
 * `node bare-worker.js <folder of its shard>`, started with an IPC channel, on which it tells its addresses.
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
import type { BareAddresses } from "./fleet.ts";
import { serveRaw, type Handler } from "./raw-http.ts";
import { LOCAL_EPOCHS, TREE } from "./settings.ts";

useKernels((await chooseKernels()).kernels);
const folder = process.argv[2];
const name = basename(folder);
const { X, y: labels } = loadDataset(folder, "classifier");
const y = Float64Array.from(labels as Float64Array);
const model = new LinearModel({ task: "classifier", loss: "log_loss", nFeatures: X.nColumns, nOutputs: 1 });
const gradient = new Float64Array(model.nParameters);

const handlers = {
  "/gradient"({ parameters }: { parameters: number[] }) {
    const loss = model.lossAndGradient(Float64Array.from(parameters), X, y, gradient);
    return { gradient: Array.from(gradient), loss, nSamples: X.nRows };
  },

  "/local-epochs"({ parameters, round }: { parameters: number[]; round: number }) {
    const learnt = Float64Array.from(parameters);
    const random = createRandom(hashSeed(0, name, round));
    const loss = sgdEpochs(model, learnt, X, y, { ...LOCAL_EPOCHS, random });
    const update = parameters.map((value, j) => value - learnt[j]);
    return { update, loss, nSamples: X.nRows };
  },

  "/fit"({ classes, seed }: { classes: number[]; seed: number }) {
    const streamSeed = hashSeed(seed, name);
    const rows = bootstrapIndices(X.nRows, createRandom(streamSeed));
    const drawn = Float64Array.from(rows, (i) => y[i]);
    new DecisionTreeClassifier(TREE).fit(takeRows(X, rows), drawn, { classes, seed: streamSeed });
    return { fit: "ok", nSamples: X.nRows };
  },

  /** No model: rows in, as many numbers of seventeen digits out. */
  "/echo"({ X_pred_rows: rows }: { X_pred_rows: number[][] }) {
    return { y_pred_rows: rows.map(([first]) => first / 7), classes: [0, 1] };
  },
} satisfies Record<string, Handler>;

const app = new Hono();
for (const [path, handler] of Object.entries(handlers)) {
  app.post(path, async (c) => c.json((handler as Handler)((await c.req.json()) as never)));
}

process.once("disconnect", () => process.exit());
const raw = await serveRaw(handlers);
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  process.send?.({ hono: `http://127.0.0.1:${port}`, raw } satisfies BareAddresses);
});

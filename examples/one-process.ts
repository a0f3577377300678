import { createHash } from "node:crypto";
import {
  accuracy,
  decodeNetwork,
  PipelineMaster,
  readHoldOut,
  withMaster,
  type Label,
  type PipelineMasterOptions,
  type RunEvent,
  type TrainedNetwork,
} from "chimera-distributed-ml";

/** What one way of training brought, and what it cost. */
interface Outcome {
  network: TrainedNetwork;
  predictions: readonly Label[];
  loss: number;
  seconds: number;
  traffic: Traffic;
}

interface Traffic {
  /** Activations from stage to stage, and gradients back. */
  messages: number;
  /** Sent from worker to worker, in these and in all-reduces. */
  bytes: number;
  /** From the master to a worker, each with its answer. */
  orders: number;
  orderBytes: number;
}

/** Trains an example's network twice, by its workers and in this process, and prints both beside each other. */
export async function compareWithOneProcess(
  projectDir: string,
  options: PipelineMasterOptions,
): Promise<void> {
  const master = new PipelineMaster("classifier", options);
  const { X, y, columns } = readHoldOut(projectDir, "classifier")!;

  const byWorkers = await withMaster(
    master,
    async (running): Promise<Outcome> => {
      const traffic = noTraffic();
      const { finalLoss, durationSeconds } = await running.fit({ onEvent: (event) => count(event, traffic) });
      const file = await fetch(`${running.url}/v1/chimera/pipeline/network`);
      const network = decodeNetwork(new Uint8Array(await file.arrayBuffer()));
      const { values } = await running.predict([...columns], X);
      return { network, predictions: values, loss: finalLoss!, seconds: durationSeconds, traffic };
    },
    { projectDir },
  );

  const { network, losses, seconds } = await master.fitInOneProcess({ projectDir });
  const alone: Outcome = {
    network: network.trained,
    predictions: network.predict(X, columns),
    loss: losses.at(-1)!,
    seconds,
    traffic: noTraffic(),
  };

  const rows: [string, (outcome: Outcome) => string][] = [
    ["accuracy on the hold-out", ({ predictions }) => accuracy([...y], predictions).toFixed(4)],
    ["loss of the last epoch", ({ loss }) => loss.toPrecision(6)],
    ["hash of the weights", ({ network }) => hashOf(network)],
    ["seconds of training", ({ seconds }) => seconds.toFixed(2)],
    ["messages between stages", ({ traffic }) => String(traffic.messages)],
    ["sent between workers", ({ traffic }) => megabytes(traffic.bytes)],
    ["orders of the master", ({ traffic }) => String(traffic.orders)],
    ["sent and answered", ({ traffic }) => megabytes(traffic.orderBytes)],
  ];
  console.log(line("", "workers", "one process"));
  for (const [name, of] of rows) console.log(line(name, of(byWorkers), of(alone)));
  console.log(`\n${verdict(byWorkers.network, alone.network)}`);
}

const noTraffic = (): Traffic => ({ messages: 0, bytes: 0, orders: 0, orderBytes: 0 });

/** A worker tells what it sent in the records of a round; the master measures its own orders and their answers. */
function count(event: RunEvent, traffic: Traffic): void {
  if (event.type === "stage-timeline") {
    for (const { bytes, sendMs } of event.records) {
      if (sendMs > 0) traffic.messages += 1;
      traffic.bytes += bytes;
    }
  } else if (event.type === "answer-received") {
    traffic.orders += 1;
    traffic.orderBytes += event.bytesSent + event.bytesReceived;
  }
}

function hashOf({ weights }: TrainedNetwork): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of [weights.parameters, weights.statistics])
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest("hex").slice(0, 16);
}

function verdict(a: TrainedNetwork, b: TrainedNetwork): string {
  const [u, v] = [a.weights.parameters, b.weights.parameters];
  if (hashOf(a) === hashOf(b)) return `All ${u.length} weights are equal, bit for bit.`;
  const largest = Math.max(...Array.from(u, (weight, i) => Math.abs(weight - v[i]!)));
  return `The largest difference of the ${u.length} weights is ${largest.toExponential(1)}.`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const line = (name: string, workers: string, alone: string): string =>
  `${name.padEnd(26)}${workers.padStart(20)}${alone.padStart(20)}`;

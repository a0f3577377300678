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
  /** Between stages; and between the workers and the master. */
  messages: Traffic;
  orders: Traffic;
}

interface Traffic {
  count: number;
  bytes: number;
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
      const messages = { count: 0, bytes: 0 };
      const orders = { count: 0, bytes: 0 };
      const { finalLoss, durationSeconds } = await running.fit({
        onEvent: (event) => count(event, messages, orders),
      });
      const file = await fetch(`${running.url}/v1/chimera/pipeline/network`);
      const network = decodeNetwork(new Uint8Array(await file.arrayBuffer()));
      const { values } = await running.predict([...columns], X);
      return { network, predictions: values, loss: finalLoss!, seconds: durationSeconds, messages, orders };
    },
    { projectDir },
  );

  const { network, losses, seconds } = await master.fitInOneProcess({ projectDir });
  const none = { count: 0, bytes: 0 };
  const alone: Outcome = {
    network: network.trained,
    predictions: network.predict(X, columns),
    loss: losses.at(-1)!,
    seconds,
    messages: none,
    orders: none,
  };

  const rows: [string, (outcome: Outcome) => string][] = [
    ["accuracy on the hold-out", ({ predictions }) => accuracy([...y], predictions).toFixed(4)],
    ["loss of the last epoch", ({ loss }) => loss.toPrecision(6)],
    ["hash of the weights", ({ network }) => hashOf(network)],
    ["seconds of training", ({ seconds }) => seconds.toFixed(2)],
    ["messages between stages", ({ messages }) => shown(messages)],
    ["orders of the master", ({ orders }) => shown(orders)],
  ];
  console.log(line("", "workers", "one process"));
  for (const [name, of] of rows) console.log(line(name, of(byWorkers), of(alone)));
  console.log(`\n${verdict(byWorkers.network, alone.network)}`);
}

/** A stage tells what it sent in the records of a round; the master counts its own orders and their answers. */
function count(event: RunEvent, messages: Traffic, orders: Traffic): void {
  if (event.type === "stage-timeline") {
    const sent = event.records.filter(({ bytes }) => bytes > 0);
    messages.count += sent.length;
    for (const { bytes } of sent) messages.bytes += bytes;
  } else if (event.type === "answer-received") {
    orders.count += 1;
    orders.bytes += event.bytesSent + event.bytesReceived;
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

const shown = ({ count, bytes }: Traffic): string =>
  count === 0 ? "0" : `${count} (${(bytes / 1e6).toFixed(1)} MB)`;

const line = (name: string, workers: string, alone: string): string =>
  `${name.padEnd(26)}${workers.padStart(20)}${alone.padStart(20)}`;

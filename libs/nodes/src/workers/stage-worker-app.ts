import { kernels, readyLayers } from "@chimera/algorithms";
import type { HttpClient } from "@chimera/client";
import { Mailbox, stageParticipant, type PipelineOrder, type StageShard } from "@chimera/distributed";
import {
  decodePeerMessage,
  decodePipelineOrder,
  encodePipelineAnswer,
  jsonBody,
  PATHS,
  type PipelineOrderType,
} from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { setImmediate as nextTurn } from "node:timers/promises";
import { answerAt, createNodeApp, type NodeApp } from "../http/node-app.ts";
import { HttpPeers } from "../transport/http-peers.ts";
import { MessageMemory } from "../transport/message-memory.ts";

export interface StageWorkerAppOptions {
  shard: StageShard;
  /** Calls the other workers. */
  client: HttpClient;
  logs: NodeLogs;
  maxBodyMegabytes: number;
}

const { message: messagePath, ...ORDER_PATHS } = PATHS.stage;

/** A worker of a pipeline: its master's orders, and the other workers' messages. */
export function stageWorkerApp({ shard, client, logs, maxBodyMegabytes }: StageWorkerAppOptions): NodeApp {
  const { name } = shard;
  const app = createNodeApp({
    node: name,
    kind: "stage-worker",
    kernel: kernels().name,
    logs,
    maxBodyMegabytes,
  });
  const mailbox = new Mailbox();
  const memory = new MessageMemory();
  const peers = new HttpPeers(name, { mailbox, memory }, client, logs);
  const now = (): number => performance.timeOrigin + performance.now();
  const participant = stageParticipant(shard, { peers, mailbox, now, breathe: nextTurn });
  for (const [type, path] of Object.entries(ORDER_PATHS)) {
    answerAt(app, "POST", path, async (received) => {
      const { order, addresses } = decodePipelineOrder(type as PipelineOrderType, received);
      if (addresses) peers.moveTo(addresses);
      if (order.type === "prepare") await readyLayers(order.plan.layers, order.plan.loss);
      if (order.type === "measure") await readyLayers(order.layers);
      if (order.type === "prepare") logs.status.info({ runId: order.runId }, "A fit starts.");
      return encodePipelineAnswer(await participant.answer(order as PipelineOrder));
    });
  }
  answerAt(app, "POST", messagePath, (received) => {
    const { from, tag, message } = decodePeerMessage(received);
    // The body's memory is lent.
    mailbox.deliver(from, tag, memory.copyOf(message));
    return jsonBody({ message: "ok" });
  });
  return app;
}

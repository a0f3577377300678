import { mergeParticipant, type LearnerShard } from "@chimera/distributed";
import { decodeMergeFit, encodeMergeAnswer, PATHS } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { answerAt, type NodeApp } from "../http/node-app.ts";

/** The orders of exact merging, which leave the worker's model of bagging as it is. */
export function addMergeRoutes(app: NodeApp, shard: LearnerShard, logs: NodeLogs): void {
  const participant = mergeParticipant(shard);
  answerAt(app, "POST", PATHS.merge.describe, () =>
    encodeMergeAnswer(participant.answer({ type: "describe" })),
  );
  answerAt(app, "POST", PATHS.merge.fit, (received) => {
    const order = decodeMergeFit(received);
    const answer = participant.answer(order);
    const { fitId, round } = order;
    logs.status.info({ fitId, round }, `Fitted step ${round} of ${shard.estimator.name} to be merged.`);
    return encodeMergeAnswer(answer);
  });
}

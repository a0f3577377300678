import { explainSchedule, PIPELINE_SCHEDULE_NAMES, type PipelineScheduleName } from "@chimera/distributed";
import { integerArgument } from "../arguments/values.ts";
import { command } from "../command.ts";
import type { Services } from "../services.ts";

/** What still fits a terminal. */
const MOST = 64;

const text = {
  name: "explain",
  description: "Show in which order the workers of a pipeline compute: who waits when, and what is stored",
  example: "gpipe --stages 4 --micro-batches 8",
  args: {
    schedule: {
      type: "positional",
      description: `The schedule: ${PIPELINE_SCHEDULE_NAMES.join(", ")}`,
    },
    stages: {
      type: "string",
      default: "4",
      valueHint: "P",
      description: "Workers one behind the other. Default: 4",
    },
    "micro-batches": {
      type: "string",
      default: "8",
      valueHint: "M",
      description: "Micro-batches of a step. Default: 8",
    },
    chunks: {
      type: "string",
      valueHint: "V",
      description: "Parts of the network on each worker. Default: 2 for interleaved, else 1",
    },
  },
} as const;

export const explainCommand = ({ print }: Services) =>
  command(text, ({ schedule, stages, chunks, ...others }) => {
    const nStages = integerArgument("--stages", stages, [1, MOST]);
    const nMicroBatches = integerArgument("--micro-batches", others["micro-batches"], [1, MOST]);
    const nChunks = chunks === undefined ? {} : { nChunks: integerArgument("--chunks", chunks, [1, MOST]) };
    // A name that is none is refused by the schedules themselves, which list theirs.
    print(explainSchedule(schedule as PipelineScheduleName, { nStages, nMicroBatches, ...nChunks }));
  });

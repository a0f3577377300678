import { formatSeconds } from "@chimera/telemetry";
import { command } from "../command.ts";
import { masterOptions, withMaster } from "../master-call.ts";
import type { Master } from "../master-call.ts";
import type { Services } from "../services.ts";

const text = {
  name: "fit",
  description: "Train the model of a master that serves, and show how it went for every worker",
  example: "--url http://127.0.0.1:8080",
  args: {
    ...masterOptions,
    "warm-start": { type: "boolean", description: "Go on from the last fit instead of starting afresh" },
    json: { type: "boolean", description: "Print the master's answer as JSON" },
  },
} as const;

export const fitCommand = (services: Services) =>
  command(text, async ({ "warm-start": warmStart, json, ...master }) => {
    const answer = await withMaster(master, services, (client) => client.fit({ warmStart }));
    services.print(json ? JSON.stringify(answer, null, 2) : describeFit(answer));
    if (answer.fit === "partial") services.say("The fit is partial: not every worker took part to the end.");
  });

type FitAnswer = Awaited<ReturnType<Master["fit"]>>;
type WorkerReport = FitAnswer["workers"][number];

function describeFit(answer: FitAnswer): string {
  const { fit, iterations, durationSeconds, finalLoss, converged, workers, notes } = answer;
  const summary = [
    `${fit}: ${iterations} ${iterations === 1 ? "round" : "rounds"} in ${formatSeconds(durationSeconds)}`,
    ...(finalLoss === null ? [] : [`loss ${finalLoss.toPrecision(4)}`]),
    ...(converged ? ["converged"] : []),
  ].join(", ");
  const width = Math.max(...workers.map(({ name }) => name.length));
  return [
    summary,
    ...workers.map((worker) => describeWorker(worker, width)),
    ...notes.map((note) => `note: ${note}`),
  ].join("\n");
}

function describeWorker({ name, state, nSamples, rounds, failure }: WorkerReport, width: number): string {
  const facts = [
    state,
    nSamples === null ? "rows unknown" : `${nSamples} rows`,
    `${rounds} ${rounds === 1 ? "round" : "rounds"}`,
  ].join(", ");
  const why = failure === undefined ? "" : `: ${failure.order} in round ${failure.round}: ${failure.reason}`;
  return `${name.padEnd(width)}  ${facts}${why}`;
}

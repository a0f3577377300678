import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../arguments/usage-error.ts";
import { command } from "../command.ts";
import { masterOptions, withMaster } from "../master-call.ts";
import type { Services } from "../services.ts";
import { fileExists, writeOutput } from "../write-output.ts";

const text = {
  name: "export",
  description:
    "Save the network that a pipeline's master trained in one file, which loads without master and workers",
  example: "--output digits.chimera",
  args: {
    url: masterOptions.url,
    output: {
      type: "string",
      default: "network.chimera",
      valueHint: "FILE",
      description: "The file to write. Default: network.chimera",
    },
    force: { type: "boolean", description: "Replace the file if it exists" },
  },
} as const;

export const exportCommand = (services: Services) =>
  command(text, async ({ url, output, force }) => {
    const keep = force !== true;
    // Before the network travels; a file that comes meanwhile is not replaced either.
    if (keep && existsSync(resolve(services.cwd, output))) throw fileExists(output);
    const bytes = await networkOf(url, services);
    writeOutput(output, bytes, services, { keep });
    services.print(describe(output, bytes.byteLength));
  });

/** @throws UsageError for a master of another kind; NodeError when there is no network yet. */
function networkOf(url: string, services: Services): Promise<Uint8Array> {
  return withMaster({ url }, services, async (master, isKnown) => {
    const kind = isKnown ? (await master.health()).kind : "master of chimera 0.1";
    if (kind === "pipeline-master") return master.network();
    const cure = "give the address of a PipelineMaster; the others train nothing that is cut into layers";
    throw new UsageError("--url", "the master of a pipeline", `${url}, a ${kind}`, cure);
  });
}

function describe(output: string, nBytes: number): string {
  return [
    `wrote ${output}: ${nBytes} bytes`,
    "",
    "It predicts in one process, without master and workers, in a file that npx chimera exec runs:",
    "",
    '  import { loadNetwork } from "chimera-distributed-ml";',
    "",
    `  const network = await loadNetwork(${JSON.stringify(output)});`,
    "  const predictions = network.predict(X, columns);",
  ].join("\n");
}

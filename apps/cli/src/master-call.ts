import { NodeError } from "@chimera/client";
import type { ChimeraClient, ChimeraClientOptions, MasterKind } from "@chimera/client";
import { UsageError } from "./arguments/usage-error.ts";
import { urlArgument } from "./arguments/values.ts";
import type { Services } from "./services.ts";

/** What the commands use of a client. */
export type Master = Pick<
  ChimeraClient,
  "health" | "fit" | "predict" | "predictMatrix" | "network" | "close"
>;
export type Connect = (url: string, options: ChimeraClientOptions) => Master;

const KINDS: MasterKind[] = ["parameter-server", "aggregation", "pipeline"];

/** The options of every command that calls a master. */
export const masterOptions = {
  url: {
    type: "string",
    default: `http://127.0.0.1:${process.env.CHIMERA_MASTER_PORT || 8080}`,
    valueHint: "URL",
    description: "Address of the master. Default: this machine, at CHIMERA_MASTER_PORT or 8080",
  },
  kind: {
    type: "enum",
    options: KINDS,
    description: "What the master runs. Default: what it says of itself (chimera 0.1 does not)",
  },
} as const;

interface MasterArguments {
  url: string;
  kind?: MasterKind;
}

/**
 * Connects to the master that the options name, does the work, and disconnects.
 *
 * @param work also gets whether the master told its health: one of chimera 0.1 does not, and one whose kind was given is not
 *   asked.
 */
export async function withMaster<Result>(
  { url, kind }: MasterArguments,
  { connect }: Services,
  work: (master: Master, isKnown: boolean) => Promise<Result>,
): Promise<Result> {
  const address = urlArgument("--url", url);
  const master = connect(address, kind === undefined ? {} : { kind });
  try {
    const isKnown = kind === undefined && (await isMaster(address, master));
    return await work(master, isKnown);
  } finally {
    await master.close();
  }
}

/**
 * Whether the node says that it is a master. One that says nothing may still be a master of chimera 0.1: the call itself
 * will tell.
 *
 * @throws UsageError for a worker.
 */
async function isMaster(address: string, master: Master): Promise<boolean> {
  const health = await master.health().catch((error: unknown) => {
    if (error instanceof NodeError) return undefined;
    throw error;
  });
  if (health === undefined) return false;
  if (health.kind.endsWith("-master")) return true;
  const got = `${address}, the ${health.kind} ${health.node}`;
  throw new UsageError(
    "--url",
    "the address of a master",
    got,
    "give the master's address, or leave --url out",
  );
}

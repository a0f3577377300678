import type { ChimeraConfig } from "@chimera/config";
import { attach } from "../attach/attach.ts";
import { embedded } from "../embedded/embedded.ts";
import type { Launcher } from "../fleet/fleet.ts";

/** Who starts the workers, by the value of `CHIMERA_RUNTIME`. */
export const launchers: Record<ChimeraConfig["runtime"], Launcher> = {
  embedded,
  attach,
  // Loaded on use: the generator and its YAML library would cost every other start some milliseconds.
  compose: {
    start: async (config, options) => (await import("../compose/compose.ts")).compose.start(config, options),
  },
};

import type { ChimeraConfig } from "@chimera/config";
import { attach } from "../attach/attach.ts";
import { compose } from "../compose/compose.ts";
import { embedded } from "../embedded/embedded.ts";
import type { Launcher } from "../fleet/fleet.ts";

/** Who starts the workers, by the value of `CHIMERA_RUNTIME`. */
export const launchers: Record<ChimeraConfig["runtime"], Launcher> = { embedded, compose, attach };

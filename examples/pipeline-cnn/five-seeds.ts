import { printFiveSeeds } from "../five-seeds.ts";
import { options } from "./chimera_workers/_network.ts";

await printFiveSeeds(import.meta.dirname, options);

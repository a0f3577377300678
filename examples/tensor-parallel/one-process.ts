import { compareWithOneProcess } from "../one-process.ts";
import { options } from "./chimera_workers/_network.ts";

await compareWithOneProcess(import.meta.dirname, options);

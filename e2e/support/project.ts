import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Root of the clone. */
export const workspace = resolve(import.meta.dirname, "../..");

/** A user's folder that lives as long as a test. */
export interface Project {
  dir: string;
  /** Writes a file of the project, e.g. `chimera_workers/worker1.ts`. */
  write(path: string, text: string): void;
  remove(): void;
}

const MASTER = `
import { ParameterServerMaster, run } from "chimera-distributed-ml";
await run(new ParameterServerMaster("classifier", { maxIter: 40, learningRate: 0.5, standardize: true, epsilon: 0 }), 0);
`;

/** Tells its process id, so that a test can look for it after the master's end. */
const WORKER = `
import { SGDWorker } from "chimera-distributed-ml";
console.log("pid", process.pid);
await new SGDWorker("classifier").serve();
`;

/** A project inside the clone with a master on a free port, three workers, their shards and a hold-out. */
export function makeProject(): Project {
  mkdirSync(join(workspace, ".chimera"), { recursive: true });
  const dir = mkdtempSync(join(workspace, ".chimera", "e2e-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  write("master.ts", MASTER);
  ["worker1", "worker2", "worker3"].forEach((name, k) => {
    write(`chimera_workers/${name}.ts`, WORKER);
    writeTable(write, `chimera_train_data/${name}`, "train", 30 * k);
  });
  writeTable(write, "chimera_test_data", "test", 90);
  return { dir, write, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** 30 rows of two features; the class says on which side of a line a row lies. */
function writeTable(write: Project["write"], folder: string, part: string, first: number): void {
  const rows = Array.from({ length: 30 }, (_, i) => {
    const [a, b] = [((first + i) * 37) % 101, ((first + i) * 53) % 97];
    return { features: `${a},${b}`, label: a + b > 100 ? "above" : "below" };
  });
  write(`${folder}/X_${part}.csv`, ["a,b", ...rows.map((row) => row.features)].join("\n"));
  write(`${folder}/y_${part}.csv`, ["side", ...rows.map((row) => row.label)].join("\n"));
}

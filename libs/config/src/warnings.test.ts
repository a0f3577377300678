import { describe, expect, it } from "vitest";
import { environmentTable } from "./environment-table.ts";
import { loadConfig } from "./load-config.ts";
import { projectWith, temporaryProject, workerFiles } from "./testing/temporary-project.ts";
import { unknownVariables } from "./warnings.ts";

describe("warnings of unknown variables", () => {
  it("name the variable that was meant, whoever set the other", () => {
    const { warnings } = loadConfig({
      projectDir: projectWith(["a"], "CHIMERA_MASTER_PROT=1\nOTHER=1\n"),
      env: { CHIMERA_ONE: "1", CHIMERA_ANYTHING_ELSE: "1", PATH: "/bin" },
      overrides: { CHIMERA_RUNTIMES: "compose", CHIMERA_EMPTY: "", CHIMERA_UNSET: undefined },
    });
    expect(warnings).toEqual([
      "CHIMERA_ANYTHING_ELSE is no variable of Chimera.",
      "CHIMERA_MASTER_PROT is no variable of Chimera: did you mean CHIMERA_MASTER_PORT?",
      "CHIMERA_ONE is no variable of Chimera: did you mean CHIMERA_ONCE?",
      "CHIMERA_RUNTIMES is no variable of Chimera: did you mean CHIMERA_RUNTIME?",
    ]);
  });

  it("are not given for any variable of the table, nor twice for one name", () => {
    const all = Object.fromEntries(environmentTable().map(({ variable }) => [variable, "1"]));
    expect(all).toHaveProperty("CHIMERA_LISTEN");
    expect(all).toHaveProperty("CHIMERA_PROJECT");
    expect(unknownVariables([all])).toEqual([]);
    expect(unknownVariables([{ CHIMERA_X: "1" }, { CHIMERA_X: "2" }])).toHaveLength(1);
  });
});

describe("warnings of shards without a worker", () => {
  const files = {
    ...workerFiles("worker1"),
    ...workerFiles("worker2"),
    "chimera_train_data/worker10/X_train.csv": "a\n1\n",
    "chimera_train_data/worker4/X_train.csv": "a\n1\n",
    "chimera_train_data/notes/readme.txt": "no shard",
    "chimera_train_data/all.csv": "a\n1\n",
  };

  it("name the shard and the file it lacks", () => {
    expect(loadConfig({ projectDir: temporaryProject(files), env: {} }).warnings).toEqual([
      "chimera_train_data/worker4 has no chimera_workers/worker4.ts: its rows are not used.",
      "chimera_train_data/worker10 has no chimera_workers/worker10.ts: its rows are not used.",
    ]);
  });

  it("are not given for workers left out on purpose, nor where workers run elsewhere", () => {
    const { warnings } = loadConfig({
      projectDir: projectWith(["a", "b"]),
      env: { CHIMERA_WORKERS_NODES_NAMES: '["a"]' },
    });
    expect(warnings).toEqual([]);
    const attached = { CHIMERA_RUNTIME: "attach" };
    expect(loadConfig({ projectDir: temporaryProject(files), env: attached }).warnings).toEqual([]);
  });
});

import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A clone in a temporary folder with one project in it. */
export interface TemporaryClone {
  readonly repositoryDir: string;
  readonly projectDir: string;
}

/** @param project the project's folder in the clone */
export function temporaryClone(workers: readonly string[], project = "examples/quickstart"): TemporaryClone {
  const repositoryDir = realpathSync(mkdtempSync(join(tmpdir(), "chimera-compose-")));
  const projectDir = join(repositoryDir, project);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(projectDir, path)), { recursive: true });
    writeFileSync(join(projectDir, path), text);
  };
  put("master.ts", "");
  for (const name of workers) {
    put(`chimera_workers/${name}.ts`, "");
    put(`chimera_train_data/${name}/X_train.csv`, "a\n1\n");
    put(`chimera_train_data/${name}/y_train.csv`, "y\n1\n");
  }
  return { repositoryDir, projectDir };
}

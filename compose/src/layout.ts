import { relative, sep } from "node:path";

/** Where things are inside the containers; `docker/Dockerfile` makes the folders. */
export const inContainer = {
  /** The user's folder: `CHIMERA_PROJECT`. */
  project: "/app/project",
  /** The volume of logs and runs; in the image an empty folder of its user, which gives the volume its owner. */
  records: "/app/records",
  logs: "/app/records/logs",
  runs: "/app/records/runs",
} as const;

/** Folders and files of a project that containers see. */
export const inProject = {
  master: "master.ts",
  workers: "chimera_workers",
  trainData: "chimera_train_data",
  testData: "chimera_test_data",
} as const;

/** The path of `to` seen from the folder `from`, as Compose wants it: with slashes, and a dot in front. */
export function pathFrom(from: string, to: string): string {
  const path = relative(from, to).split(sep).join("/");
  if (path === "") return ".";
  return path === ".." || path.startsWith("../") || path.startsWith("/") ? path : `./${path}`;
}

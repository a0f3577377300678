import { dirname } from "node:path";

/** The user's folder: `CHIMERA_PROJECT`, else the folder of the script that was started. */
export function projectFolder(): string {
  const { CHIMERA_PROJECT: project } = process.env;
  if (project) return project;
  return process.argv[1] ? dirname(process.argv[1]) : process.cwd();
}

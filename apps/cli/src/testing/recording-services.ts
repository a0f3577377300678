import { fileURLToPath } from "node:url";
import type { Services } from "../services.ts";

/** Services that keep what was printed, said and asked for. */
export interface RecordingServices extends Services {
  printed: string[];
  said: string[];
  projectsRun: object[];
}

export function recordingServices(changes: Partial<Services> = {}): RecordingServices {
  const [printed, said, projectsRun]: [string[], string[], object[]] = [[], [], []];
  return {
    printed,
    said,
    projectsRun,
    repositoryDir: fileURLToPath(new URL("../../../..", import.meta.url)),
    cwd: "/nowhere",
    env: {},
    version: "1.2.3",
    print: (text) => void printed.push(text),
    say: (text) => void said.push(text),
    runProject: (options) => Promise.resolve(void projectsRun.push(options)),
    connect: (url) => {
      throw new Error(`Nobody is to be called, but ${url} was.`);
    },
    ...changes,
  };
}

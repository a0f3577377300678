import { fileURLToPath } from "node:url";
import type { Services } from "../services.ts";

/** Services that keep what was printed, said and asked for. */
export interface RecordingServices extends Services {
  printed: string[];
  said: string[];
  projectsRun: object[];
  filesRun: string[];
}

export function recordingServices(changes: Partial<Services> = {}): RecordingServices {
  const [printed, said, filesRun]: string[][] = [[], [], []];
  const projectsRun: object[] = [];
  return {
    printed,
    said,
    projectsRun,
    filesRun,
    repositoryDir: fileURLToPath(new URL("../../../..", import.meta.url)),
    cwd: "/nowhere",
    env: {},
    version: "1.2.3",
    print: (text) => void printed.push(text),
    say: (text) => void said.push(text),
    runProject: (options) => Promise.resolve(void projectsRun.push(options)),
    runFile: (file) => Promise.resolve(void filesRun.push(file)),
    connect: (url) => {
      throw new Error(`Nobody is to be called, but ${url} was.`);
    },
    ...changes,
  };
}

import { composeFile } from "@chimera/compose";
import { loadConfig } from "@chimera/config";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { workspace } from "../../support/project.ts";
import { docker } from "./docker.ts";
import { ownSurroundings } from "./surroundings.ts";
import type { Surroundings } from "./surroundings.ts";

/** A project in containers, started from the file that the generator makes of it. */
export interface Deployment extends Surroundings {
  /** Compose's name of it. */
  readonly name: string;
  /** Runs `docker compose …`. @returns stdout */
  compose(...commandLine: string[]): Promise<string>;
  /** Runs a command in the container of a service. @returns stdout without white space at its end */
  exec(service: string, ...commandLine: string[]): Promise<string>;
  /** What the engine knows of the container of a service. */
  inspect(service: string): Promise<Container>;
  /** Starts everything, or the named services, and waits until they are healthy. */
  up(...services: string[]): Promise<void>;
  /** `docker compose down -v`. */
  down(): Promise<void>;
}

/** What the tests read of `docker inspect`. */
export interface Container {
  readonly State: { readonly Status: string; readonly ExitCode: number };
  readonly Config: { readonly User: string };
  readonly HostConfig: {
    readonly CpuShares: number;
    readonly NanoCpus: number;
    readonly CapAdd: string[] | null;
    readonly CapDrop: string[];
    readonly Init: boolean;
    readonly Privileged: boolean;
    readonly ReadonlyRootfs: boolean;
    readonly SecurityOpt: string[];
    readonly PortBindings: Record<string, { HostIp: string; HostPort: string }[]>;
  };
  readonly Mounts: { Type: string; Source: string; Destination: string; RW: boolean }[];
  readonly NetworkSettings: { readonly Networks: Record<string, { IPAddress: string; Gateway: string }> };
}

/** @param project a folder in the clone, e.g. `examples/quickstart` */
export async function deploy(project: string, env: Record<string, string> = {}): Promise<Deployment> {
  const projectDir = join(workspace, project);
  const surroundings = await ownSurroundings(projectDir);
  const fileDir = mkdtempSync(join(tmpdir(), "chimera-deployment-"));
  const config = loadConfig({ projectDir, env: { ...surroundings.env, ...env } });
  const options = { fileDir, repositoryDir: workspace, imageTag: inject("imageTag") };
  writeFileSync(join(fileDir, "docker-compose.yml"), composeFile(config, options));

  const name = `chimera-e2e-${process.pid}`;
  const compose = (...commandLine: string[]) =>
    docker(["compose", "--project-name", name, ...commandLine], { cwd: fileDir });
  return {
    ...surroundings,
    name,
    compose,
    exec: async (...commandLine) => (await compose("exec", "-T", ...commandLine)).trimEnd(),
    inspect: async (service) => {
      const id = (await compose("ps", "--all", "--quiet", service)).trim();
      return (JSON.parse(await docker(["inspect", id])) as Container[])[0];
    },
    up: async (...services) => {
      try {
        await compose("up", "--detach", "--wait", ...services);
      } catch (error) {
        throw new Error(`The containers said:\n${await compose("logs", "--no-color")}`, { cause: error });
      }
    },
    down: async () => {
      await compose("down", "--volumes");
      rmSync(fileDir, { recursive: true });
    },
  };
}

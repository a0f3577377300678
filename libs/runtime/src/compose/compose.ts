import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { composeFile } from "@chimera/compose";
import type { ChimeraConfig } from "@chimera/config";
import type { WorkerAddress } from "@chimera/nodes";
import type { Fleet, Launcher } from "../fleet/fleet.ts";
import { LaunchError } from "../launch-error.ts";
import { dockerCompose } from "./docker-compose.ts";
import type { DockerCommand } from "./docker-compose.ts";
import { withWorkersOwnWords } from "./failed-workers.ts";
import { findWorkspace } from "./workspace.ts";

/**
 * The workers run in containers; the master stays on the host and reaches them through their mapped ports. Their
 * Compose project has a name of its own, so that a `docker compose up` of the same folder keeps its containers.
 */
export const compose: Launcher = {
  async start(config, { say }) {
    const file = writeComposeFile(config);
    await refuseIfRunning(file);
    return new ComposeFleet(config, file, say);
  },
};

/** `<project>/.chimera/docker-compose.yml`: what the generator makes for this configuration, at this moment. */
function writeComposeFile(config: ChimeraConfig): string {
  const fileDir = join(config.projectDir, ".chimera");
  const file = join(fileDir, "docker-compose.yml");
  const text = composeFile(config, { fileDir, repositoryDir: findWorkspace(), master: "host" });
  mkdirSync(fileDir, { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Two runs that share their workers would end each other: whoever is first removes them. */
async function refuseIfRunning(file: string): Promise<void> {
  const containers = await dockerCompose(file, ["ps", "--quiet"]).done;
  if (containers.length === 0) return;
  throw new LaunchError(
    "The workers of this project run in containers already: another run uses them, or was killed and left them. " +
      `End that run, or remove them: docker compose -f ${relative(process.cwd(), file)} down`,
  );
}

class ComposeFleet implements Fleet {
  readonly #config: ChimeraConfig;
  readonly #file: string;
  readonly #say: (line: string) => void;
  readonly #up: DockerCommand;

  constructor(config: ChimeraConfig, file: string, say: (line: string) => void) {
    this.#config = config;
    this.#file = file;
    this.#say = say;
    this.#up = dockerCompose(file, ["up", "--detach", "--build", "--wait"], say);
    // `ready` tells of a failure; one that comes before it is called must not count as unhandled.
    this.#up.done.catch(() => undefined);
  }

  /** `up --wait` returns when Docker's own health checks have passed; meanwhile its lines tell who is missing. */
  async ready(): Promise<WorkerAddress[]> {
    try {
      await this.#up.done;
    } catch (error) {
      throw await withWorkersOwnWords(this.#file, error);
    }
    const host = reachable(this.#config.workersHost);
    const { workers, workersPort } = this.#config;
    return workers.map(({ name, mappedPort }) => ({
      name,
      url: `http://${host}:${mappedPort}`,
      peerUrl: `http://${name}:${workersPort}`,
    }));
  }

  /** Nothing watches the containers: a worker that ends is noticed, and named, by the next call to it. */
  onExit(): void {}

  async stop(): Promise<void> {
    this.#up.interrupt();
    await this.#up.done.catch(() => undefined);
    this.#say("docker | removing the containers …");
    await dockerCompose(this.#file, ["down"]).done;
  }
}

/** Where a port is reached that was bound on `host`, ready for a URL. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

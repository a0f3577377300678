import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { composeFile } from "@chimera/compose";
import type { ChimeraConfig } from "@chimera/config";
import type { WorkerAddress } from "@chimera/nodes";
import type { Fleet, Launcher } from "../fleet/fleet.ts";
import { dockerCompose } from "./docker-compose.ts";
import type { DockerCommand } from "./docker-compose.ts";
import { findWorkspace } from "./workspace.ts";

/** The workers run in containers; the master stays on the host and reaches them through their mapped ports. */
export const compose: Launcher = {
  start(config, { say }) {
    return Promise.resolve(new ComposeFleet(config, writeComposeFile(config), say));
  },
};

/** `<project>/.chimera/docker-compose.yml`: what the generator makes for this configuration, at this moment. */
function writeComposeFile(config: ChimeraConfig): string {
  const fileDir = join(config.projectDir, ".chimera");
  const file = join(fileDir, "docker-compose.yml");
  const holdOut = existsSync(join(config.projectDir, "chimera_test_data"));
  const text = composeFile(config, { fileDir, repositoryDir: findWorkspace(), holdOut });
  mkdirSync(fileDir, { recursive: true });
  writeFileSync(file, text);
  return file;
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
    this.#up = dockerCompose(
      file,
      ["up", "--detach", "--build", "--wait", ...config.workers.map((worker) => worker.name)],
      say,
    );
    // `ready` tells of a failure; one that comes before it is called must not count as unhandled.
    this.#up.done.catch(() => undefined);
  }

  /** `up --wait` returns when Docker's own health checks have passed; meanwhile its lines tell who is missing. */
  async ready(): Promise<WorkerAddress[]> {
    await this.#up.done;
    const host = reachable(this.#config.workersHost);
    return this.#config.workers.map(({ name, mappedPort }) => ({
      name,
      url: `http://${host}:${mappedPort}`,
    }));
  }

  /** Nothing watches the containers: a worker that ends is noticed, and named, by the next call to it. */
  onExit(): void {}

  async stop(): Promise<void> {
    this.#up.interrupt();
    await this.#up.done.catch(() => undefined);
    this.#say("docker | removing the containers …");
    await dockerCompose(this.#file, ["down"], () => undefined).done;
  }
}

/** Where a port is reached that was bound on `host`, ready for a URL. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

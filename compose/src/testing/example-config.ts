import type { ChimeraConfig, WorkerEntry } from "@chimera/config";

/** What the defaults make of a project with `nWorkers` workers, without its files. */
export function exampleConfig(nWorkers: number, changes: Partial<ChimeraConfig> = {}): ChimeraConfig {
  const projectDir = changes.projectDir ?? "/clone/examples/quickstart";
  return {
    projectDir,
    runtime: "compose",
    network: {
      name: "chimera-network",
      prefix: "192.168.10",
      address: "192.168.10.0",
      maskBits: 24,
      subnet: "192.168.10.0/24",
      gateway: "192.168.10.1",
    },
    workers: Array.from({ length: nWorkers }, (_, i) => exampleWorker(projectDir, i)),
    masterAddress: `192.168.10.${nWorkers + 2}`,
    workersHost: "0.0.0.0",
    workersPort: 80,
    maxRetries: 0,
    timeoutSeconds: 100,
    fitOnStart: true,
    once: false,
    logsDir: `${projectDir}/chimera_logs`,
    runsDir: `${projectDir}/chimera_runs`,
    masterHost: "127.0.0.1",
    masterPort: null,
    masterMappedPort: 8080,
    startTimeoutSeconds: 60,
    maxBodyMegabytes: 256,
    kernels: "auto",
    threads: 1,
    warnings: [],
    sources: {},
    ...changes,
  };
}

function exampleWorker(projectDir: string, i: number): WorkerEntry {
  const name = `worker${i + 1}`;
  return {
    name,
    cpuShares: 2,
    cpus: null,
    mappedPort: 101 + i,
    address: `192.168.10.${i + 2}`,
    file: `${projectDir}/chimera_workers/${name}.ts`,
    dataDir: `${projectDir}/chimera_train_data/${name}`,
    url: null,
  };
}

/** What Docker says → what to do. The first that fits is used. */
const explanations: [RegExp, string][] = [
  [
    /cannot connect to the docker daemon|is the docker daemon running|error during connect/iu,
    "The Docker engine is not running: start it (Docker Desktop, or systemctl start docker), " +
      "or use CHIMERA_RUNTIME=embedded, which needs no Docker.",
  ],
  [
    /permission denied.*docker/iu,
    "This user may not use Docker: add it to the group docker, or use CHIMERA_RUNTIME=embedded.",
  ],
  [
    /is not a docker command|unknown (shorthand )?flag|unknown command/iu,
    "This Docker has no Compose: install the Compose plugin (docker compose version must answer), " +
      "or use CHIMERA_RUNTIME=embedded.",
  ],
  [
    /daemon: address already in use|does not belong to any of this network's subnets/iu,
    "Other containers use this network: end them (docker compose down), or choose a network and ports of your own with " +
      "CHIMERA_NETWORK_NAME, CHIMERA_NETWORK_PREFIX and CHIMERA_WORKERS_MAPPED_PORTS.",
  ],
  [
    /privileged port/iu,
    "This Docker may not use ports below 1024: choose others with CHIMERA_WORKERS_MAPPED_PORTS, " +
      "for example [8101, 8102, 8103].",
  ],
  [
    /port is already allocated|address already in use|ports are not available/iu,
    "A port of the workers is in use on this machine: choose others with CHIMERA_WORKERS_MAPPED_PORTS, " +
      "for example [8101, 8102, 8103].",
  ],
  [
    /pool overlaps|address space|overlaps with/iu,
    "Another network of Docker uses these addresses: choose others with CHIMERA_NETWORK_PREFIX, for example 192.168.77.",
  ],
  [
    /network .* (already exists|was found but|needs to be recreated)/iu,
    "Another network of Docker has this name: choose another with CHIMERA_NETWORK_NAME, or remove that one.",
  ],
];

const SHOWN_LINES = 5;

/** A sentence for a failed `docker` command: the cure and Docker's own line where it is known, else its last lines. */
export function explainDocker(output: string): string {
  const lines = output
    .trim()
    .split("\n")
    .map((line) => line.trim());
  for (const [pattern, cure] of explanations) {
    const line = lines.find((text) => pattern.test(text));
    if (line !== undefined) return `${cure}\nDocker said: ${line}`;
  }
  const lastLines = lines.slice(-SHOWN_LINES).map((line) => `    ${line}`);
  return ["docker compose failed. Docker said:", ...lastLines].join("\n");
}

/** The sentence for a `docker` that is not there. */
export const DOCKER_MISSING =
  "There is no docker command on this machine: install Docker with the Compose plugin, " +
  "or use CHIMERA_RUNTIME=embedded, which needs no Docker.";

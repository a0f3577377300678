import { parse } from "yaml";

/** What the tests read of a Compose file. */
export interface ParsedFile {
  name: string;
  networks: { chimera: { name: string; ipam: { config: { subnet: string; gateway: string }[] } } };
  services: Record<string, ParsedService>;
}

export interface ParsedService {
  image: string;
  pull_policy: string;
  build?: { context: string; dockerfile: string; target: string };
  environment: Record<string, string>;
  networks: { chimera: { ipv4_address: string } };
  ports: string[];
  cpu_shares?: number;
  cpus?: number;
  depends_on?: Record<string, { condition: string }>;
  volumes: { type: string; source: string; target: string; read_only?: boolean }[];
}

/** @param version of YAML; readers of Compose files take words such as `on` and `no` from 1.1 */
export function parsedFile(text: string, version: "1.1" | "1.2" = "1.2"): ParsedFile {
  return parse(text, { version }) as ParsedFile;
}

import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { composeCommand } from "./compose-command.ts";

const repositoryDir = fileURLToPath(new URL("../..", import.meta.url));

it("the docker-compose.yml at the root is what the defaults and the quickstart make", () => {
  const said: string[] = [];
  composeCommand({ repositoryDir, env: {}, check: true, say: (text) => said.push(text) });
  expect(said).toEqual(["docker-compose.yml is current"]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  runs,
  startDocumentedQuickstart,
  type DocumentedQuickstart,
} from "./support/documented-quickstart.ts";
import { blocksOf, commandsOf } from "./support/markdown.ts";
import { workspace } from "./support/project.ts";

const readme = join(workspace, "README.md");

describe("the REST examples, against a quickstart that was just started", () => {
  let quickstart: DocumentedQuickstart;
  beforeAll(async () => void (quickstart = await startDocumentedQuickstart()));
  afterAll(() => quickstart.stop());

  const restApi = join(workspace, "docs/rest-api.md");
  const documented = (word: string) =>
    JSON.parse(
      blocksOf(restApi).find(({ language, text }) => language === "json" && text.includes(word))!.text,
    );
  const post = (path: string, body: string) =>
    fetch(`${quickstart.url}/v1/chimera/parameter-server/${path}`, { method: "POST", body });

  const curl = (command: string) =>
    quickstart
      .run("sh", ["-c", quickstart.here(command.replace("curl", "curl -sS --fail-with-body"))])
      .toString();

  // From here on the order of the tests matters: before a fit, then after it.
  it("docs/rest-api.md shows the answer to predict before fit", async () => {
    const answer = await post("predict", JSON.stringify({ X_pred_columns: ["a"], X_pred_rows: [[1]] }));
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual(documented("errorCode"));
  });

  it("docs/rest-api.md shows the answer to fit, but for what differs from run to run", async () => {
    const answer = await (await post("fit", "")).json();
    const { durationSeconds, bytesSent, bytesReceived, ...shown } = documented("durationSeconds");
    expect(answer).toEqual({ ...shown, ...numbersFor({ durationSeconds, bytesSent, bytesReceived }) });
  });

  it("docs/rest-api.md shows the answer to a body that does not fit", async () => {
    const answer = await post("predict", JSON.stringify({ X_pred_columns: ["a"] }));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual(documented('"detail"'));
  });

  it.skipIf(!runs("curl", ["--version"]))(
    "README.md's curl commands work, and predict answers what it shows",
    () => {
      const commands = commandsOf(readme).filter((command) => command.startsWith("curl "));
      expect(commands).toHaveLength(4);
      const answers = commands.map((command) => curl(command));
      const blocks = blocksOf(readme).filter(({ language }) => language === "json");
      expect(blocks.map(({ text }) => JSON.parse(text))).toEqual([JSON.parse(answers.at(-1)!)]);
    },
  );

  it.skipIf(!runs("curl", ["--version"]))("docs/rest-api.md's curl command predicts a file as CSV", () => {
    const [command, ...others] = commandsOf(restApi).filter((line) => line.startsWith("curl "));
    expect(others).toEqual([]);
    const answer = curl(command!);
    const [header, ...predictions] = answer.trimEnd().split("\n");
    const target = readFileSync(join(workspace, "examples/quickstart/chimera_test_data/y_test.csv"), "utf8");
    const [, ...labels] = target.trimEnd().split("\n");
    const nRight = predictions.filter((label, i) => label === labels[i]?.trim()).length;
    expect([header, predictions.length]).toEqual(["prediction", labels.length]);
    expect(nRight / labels.length).toBeGreaterThan(0.9);
  });

  it.skipIf(!runs("python3", ["--version"]))("README.md's Python program prints what it shows", () => {
    const blocks = blocksOf(readme);
    const at = blocks.findIndex(({ language }) => language === "python");
    expect(quickstart.python(blocks[at]!.text).toString()).toBe(blocks[at + 1]!.text);
  });
});

const numbersFor = (shown: object) =>
  Object.fromEntries(Object.keys(shown).map((name) => [name, expect.any(Number)]));

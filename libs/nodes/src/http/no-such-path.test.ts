import { PATHS } from "@chimera/protocol";
import { expect, test } from "vitest";
import { noSuchPath } from "./no-such-path.ts";

const { fit, predict } = PATHS.pipeline;
const routes = [
  { method: "ALL", path: "/*" },
  { method: "GET", path: PATHS.health },
  { method: "GET", path: PATHS.openapi },
  { method: "POST", path: fit },
  { method: "POST", path: predict },
];

test.each([
  ["GET", predict, `: send it as POST.`],
  ["POST", PATHS.health, `: send it as GET.`],
  ["POST", PATHS.parameterServer.fit, `, but POST ${fit}.`],
  ["GET", "/v1/chimera-aggregation/predict/", `, but POST ${predict}.`],
  ["POST", "/predict", `, but POST ${predict}.`],
  ["GET", "/", `. See GET /openapi.json.`],
  ["GET", "/v1/chimera/pipeline", `. See GET /openapi.json.`],
])("a master is asked for %s %s", (method, path, cure) => {
  expect(noSuchPath({ method, path }, "pipeline-master", routes)).toBe(
    `A pipeline-master has no ${method} ${path}${cure}`,
  );
});

test("a worker, which is asked by masters, tells the method alone", () => {
  const own = [{ method: "POST", path: PATHS.stage.predict }];
  const asked = (method: string, path: string) => noSuchPath({ method, path }, "stage-worker", own);
  expect(asked("GET", PATHS.stage.predict)).toBe(
    `A stage-worker has no GET ${PATHS.stage.predict}: send it as POST.`,
  );
  expect(asked("POST", PATHS.model.predict)).toBe(`A stage-worker has no POST ${PATHS.model.predict}.`);
});

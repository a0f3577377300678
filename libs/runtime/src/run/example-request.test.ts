import { describe, expect, it } from "vitest";
import { exampleRequest } from "./example-request.ts";

const url = "http://127.0.0.1:8080";

describe("exampleRequest", () => {
  it("asks for a fit while there is no model", () => {
    expect(exampleRequest("aggregation", url)).toBe(`curl -X POST ${url}/v1/chimera/aggregation/fit`);
  });

  it("asks for a prediction of one row, quoted for a shell", () => {
    const command = exampleRequest("parameter-server", url, { columns: ["heart's rate"], values: [60.5] });
    expect(command).toBe(
      `curl ${url}/v1/chimera/parameter-server/predict -H 'content-type: application/json' ` +
        `-d '{"X_pred_columns":["heart'\\''s rate"],"X_pred_rows":[[60.5]]}'`,
    );
  });
});

import { describe, expect, it } from "vitest";
import { PATHS, PATH_ALIASES, withAliases } from "./paths.ts";

describe("paths", () => {
  it("gives every path of chimera 0.1 its older alias, and nothing else one", () => {
    const { parameterServer, aggregation, model, sgd } = PATHS;
    const old = [parameterServer, aggregation].flatMap(({ fit, predict }) => [fit, predict]);
    const expected = [...old, sgd.requestDataSample, sgd.fitStep, model.fit, model.predict];
    expect(new Set(Object.values(PATH_ALIASES))).toEqual(new Set(expected));
    for (const [alias, path] of Object.entries(PATH_ALIASES)) {
      expect(alias).toBe(path.replace("/chimera/", "/chimera-"));
    }
  });

  it("lists a path with its aliases", () => {
    expect(withAliases(PATHS.sgd.fitStep)).toEqual(["/v1/chimera/sgd/fit-step", "/v1/chimera-sgd/fit-step"]);
    expect(withAliases(PATHS.health)).toEqual(["/healthz"]);
  });
});

import { describe, expect, it } from "vitest";
import { NODE_KINDS } from "../messages/health.ts";
import { PATHS, withAliases } from "../paths.ts";
import { openApiDocument, type OpenApiDocument } from "./document.ts";
import { ROUTES } from "./routes.ts";

const documentOf = (kind: (typeof NODE_KINDS)[number]): OpenApiDocument =>
  openApiDocument({ kind, version: "1.2.3", title: "Chimera" });

const masters = {
  "parameter-server-master": PATHS.parameterServer,
  "aggregation-master": PATHS.aggregation,
} as const;
const workers = {
  "sgd-worker": Object.values(PATHS.sgd),
  "model-worker": [...Object.values(PATHS.model), ...Object.values(PATHS.merge)],
} as const;

describe("openApiDocument", () => {
  it.each(Object.entries(masters))("names every path of the %s", (kind, paths) => {
    const expected = [PATHS.health, PATHS.openapi, ...Object.values(paths).flatMap(withAliases)];
    expect(Object.keys(documentOf(kind as keyof typeof masters).paths)).toEqual(expected);
  });

  it.each(Object.entries(workers))("names every path of the %s", (kind, paths) => {
    const expected = [PATHS.health, ...paths.flatMap(withAliases)];
    const { paths: documented } = documentOf(kind as keyof typeof workers);
    expect(new Set(Object.keys(documented))).toEqual(new Set(expected));
  });

  it.each(NODE_KINDS)("resolves every reference, and has no schema that nobody needs: %s", (kind) => {
    const document = documentOf(kind);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const names = references.map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys(document.components.schemas)));
    expect(JSON.stringify(document).match(/"\$ref"/g)?.length ?? 0).toBe(references.length);
  });

  it.each(NODE_KINDS)("gives each operation its own id: %s", (kind) => {
    const ids = Object.values(documentOf(kind).paths).flatMap((item) =>
      Object.values(item).map((operation) => (operation as { operationId: string }).operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says how it refuses, and marks aliases as outdated", () => {
    const { paths, info } = documentOf("aggregation-master");
    expect(info).toEqual({ title: "Chimera", version: "1.2.3" });
    const fit = paths[PATHS.aggregation.fit].post as {
      responses: object;
      requestBody: { required: boolean };
    };
    expect(Object.keys(fit.responses)).toEqual(["200", "409", "413", "422", "500"]);
    expect(fit.requestBody.required).toBe(false);
    expect(paths["/v1/chimera-aggregation/fit"].post).toMatchObject({ deprecated: true });
  });

  it.each(["aggregation-master", "model-worker"] as const)("lists the forms of predict: %s", (kind) => {
    const path = kind === "model-worker" ? PATHS.model.predict : PATHS.aggregation.predict;
    const { requestBody, responses } = documentOf(kind).paths[path].post as {
      requestBody: { content: object };
      responses: Record<string, { content: object }>;
    };
    const forms = ["application/json", "application/vnd.chimera.tensors", "text/csv"];
    expect(Object.keys(requestBody.content)).toEqual(forms);
    expect(Object.keys(responses[200].content)).toEqual(forms);
    expect(Object.keys(responses)).toEqual(["200", "406", "409", "413", "415", "422", "500"]);
  });

  it("describes the numbers of a list as numbers", () => {
    const { schemas } = documentOf("sgd-worker").components;
    expect(schemas.RoundOrder).toMatchObject({
      properties: { parameters: { type: "array", items: { type: "number" } } },
      required: ["fitId", "round", "parameters"],
    });
  });
});

describe("the examples", () => {
  const bodies = NODE_KINDS.flatMap((kind) =>
    ROUTES[kind].flatMap(({ path, request, answer }) =>
      [request, answer].flatMap((body, i) =>
        body?.schema
          ? [
              {
                title: `${kind} ${path} ${i ? "answer" : "request"}`,
                schema: body.schema,
                example: body.example,
              },
            ]
          : [],
      ),
    ),
  );

  it.each(bodies)("fit their schema: $title", ({ schema, example }) => {
    expect(schema.safeParse(example).error).toBeUndefined();
  });
});

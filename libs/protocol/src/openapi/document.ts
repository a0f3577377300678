import { errorBodySchema, validationBodySchema } from "../errors/error-bodies.ts";
import type { NodeKind } from "../messages/health.ts";
import { withAliases } from "../paths.ts";
import { TENSORS_TYPE } from "../tensors/tensor.ts";
import { CSV_TYPE, JSON_TYPE } from "../wire-body.ts";
import { componentSchemas, referenceTo } from "./components.ts";
import { ROUTES, type DocumentedBody, type ErrorStatus, type Route } from "./routes.ts";

export interface OpenApiOptions {
  kind: NodeKind;
  /** Version of the program. */
  version: string;
  title: string;
}

/** Just as much of OpenAPI's object as others look at. */
export interface OpenApiDocument {
  openapi: "3.1.0";
  info: { title: string; version: string };
  paths: Record<string, Record<string, object>>;
  components: { schemas: Record<string, object> };
}

/**
 * The OpenAPI 3.1 description of one kind of node, made from the table of routes and the schemas that check the
 * bodies. Aliases are listed as deprecated.
 */
export function openApiDocument({ kind, version, title }: OpenApiOptions): OpenApiDocument {
  const paths: OpenApiDocument["paths"] = {};
  for (const route of ROUTES[kind]) {
    for (const path of withAliases(route.path)) {
      paths[path] = { [route.method]: operation(route, path) };
    }
  }
  return {
    openapi: "3.1.0",
    info: { title, version },
    paths,
    components: { schemas: componentSchemas(new Set(referencesIn(paths))) },
  };
}

function operation(route: Route, path: string): object {
  const { method, summary, request, answer, errors } = route;
  const errorEntries = errors.map((status) => [status, errorDescription(status)]);
  return {
    operationId: method + path.replaceAll("/", "_").replaceAll(/\W/g, ""),
    summary,
    ...(path === route.path ? {} : { deprecated: true }),
    ...(request ? { requestBody: { required: request.required, content: content(request) } } : {}),
    responses: {
      200: {
        description: "Done.",
        content: answer ? content(answer) : { [JSON_TYPE]: { schema: { type: "object" } } },
      },
      ...Object.fromEntries(errorEntries),
    },
  };
}

function content({ schema, example, tensors, csv }: DocumentedBody): object {
  return {
    ...(schema === undefined ? {} : { [JSON_TYPE]: { schema: referenceTo(schema), example } }),
    ...(tensors === undefined
      ? {}
      : { [TENSORS_TYPE]: { schema: { type: "string", format: "binary", description: tensors } } }),
    ...(csv === undefined ? {} : { [CSV_TYPE]: { schema: { type: "string" }, example: csv } }),
  };
}

const ERROR_TEXTS: Readonly<Record<ErrorStatus, string>> = {
  406: "The header Accept takes none of the answer's media types.",
  409: "Right call, wrong moment: nothing was fitted yet, or a fit is running.",
  413: "The body is larger than this node takes.",
  415: "The body is of a media type that is not read here.",
  422: "The body does not fit its schema (a list of faults), or the data (a message).",
  500: "The node failed.",
};

function errorDescription(status: ErrorStatus): object {
  const failure = referenceTo(errorBodySchema);
  const schema = status === 422 ? { anyOf: [referenceTo(validationBodySchema), failure] } : failure;
  return { description: ERROR_TEXTS[status], content: { [JSON_TYPE]: { schema } } };
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : referencesIn(inner),
  );
}

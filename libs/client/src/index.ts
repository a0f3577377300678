export { createHttpClient } from "./http-client.ts";
export type { HttpClient, HttpClientOptions, HttpClientParts } from "./http-client.ts";
export type { HttpRequest } from "./http-request.ts";
export type { HttpResponse } from "./http-response.ts";
export type { OriginDispatcher } from "./origin-pools.ts";
export type { Clock } from "./clock.ts";
export { CallError, type CallFailure } from "./call-error.ts";
export { NodeError, expectSuccess } from "./node-error.ts";
export { ChimeraClient, type ChimeraClientOptions, type MasterKind } from "./chimera-client.ts";

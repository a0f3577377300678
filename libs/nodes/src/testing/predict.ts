import type { NodeApp } from "../http/node-app.ts";

/** An answer to predict, in whatever form. */
export interface Answer {
  status: number;
  type: string | null;
  bytes: Uint8Array;
  text: string;
}

/** Trains a master, under the path of its algorithm. @throws Error when that fails. */
export async function fitted({ app }: { app: NodeApp }, path: string): Promise<NodeApp> {
  const response = await app.request(`${path}/fit`, { method: "POST" });
  if (response.status !== 200) throw new Error(await response.text());
  return app;
}

/** Asks a node to predict the rows of a body. */
export async function predict(
  app: NodeApp,
  path: string,
  body: string | Uint8Array,
  contentType?: string,
  accept?: string,
): Promise<Answer> {
  const headers = { ...(contentType && { "content-type": contentType }), ...(accept && { accept }) };
  const response = await app.request(`${path}/predict`, { method: "POST", headers, body: body as never });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    bytes,
    text: new TextDecoder().decode(bytes),
  };
}

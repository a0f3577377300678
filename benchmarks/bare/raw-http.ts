import { Agent, createServer, request, type IncomingMessage } from "node:http";

/** What a path answers to a body, both as plain data. */
export type Handler = (body: never) => object;

/** A server of `node:http` that reads and writes JSON, and nothing else. @returns where it listens. */
export function serveRaw(handlers: Readonly<Record<string, Handler>>): Promise<string> {
  const server = createServer(async (incoming, response) => {
    const body = JSON.parse(await textOf(incoming)) as never;
    const text = JSON.stringify(handlers[incoming.url!](body));
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    response.writeHead(200, headers).end(text);
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
    }),
  );
}

/** A client of `node:http` with one connection that is kept. */
export function rawClient(url: string): {
  post<Answer>(path: string, body: string): Promise<Answer>;
  close(): void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(url);
  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
        request({ hostname, port, path, method: "POST", agent, headers }, (incoming) => {
          textOf(incoming).then((text) => resolve(JSON.parse(text)), reject);
        })
          .once("error", reject)
          .end(body);
      }),
    close: () => agent.destroy(),
  };
}

function textOf(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    incoming.setEncoding("utf8");
    incoming.on("data", (chunk: string) => (text += chunk));
    incoming.once("end", () => resolve(text));
    incoming.once("error", reject);
  });
}

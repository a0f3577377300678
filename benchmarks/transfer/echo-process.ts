import { fork } from "node:child_process";
import { join } from "node:path";
import { workspaceRoot } from "../workspace-root.ts";
import type { EchoAddresses } from "./echo.ts";

export interface EchoProcess extends EchoAddresses {
  stop(): void;
}

/** @param tcp the port of a TCP sender and the length of its messages, to be sent back too. */
export async function startEcho(tcp?: { port: number; nBytes: number }): Promise<EchoProcess> {
  const args = tcp === undefined ? [] : [String(tcp.port), String(tcp.nBytes)];
  const child = fork(join(workspaceRoot, "dist/bench-echo/main.js"), args);
  const addresses = await new Promise<EchoAddresses>((resolve, reject) => {
    child.once("message", (message) => resolve(message as EchoAddresses));
    child.once("exit", (code) => reject(new Error(`The echo ended with exit code ${code}.`)));
  });
  return { ...addresses, stop: () => child.disconnect() };
}

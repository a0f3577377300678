import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that takes one order at a time. Orders and answers are lines of JSON. */
export interface LineProcess<Order, Answer> {
  ask(order: Order): Promise<Answer>;
  stop(): void;
}

/** @param env the whole environment of the process. Default: this one's. */
export function startLineProcess<Order, Answer>(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): LineProcess<Order, Answer> {
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const { value, done } = (await lines.next()) as IteratorResult<string>;
      if (done)
        throw new Error(`${command} ${args.join(" ")} ended when it was asked ${JSON.stringify(order)}.`);
      return JSON.parse(value) as Answer;
    },
    stop: () => void child.stdin.end(),
  };
}

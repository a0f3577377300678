import { Pool } from "undici";
import { startEcho } from "../transfer/echo-process.ts";

/** Rounds of a parameter server that is nothing but its bytes: θ as float32 to K echoes and back, their mean, a step. */
export interface BigRounds {
  run(nRounds: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startBigRounds(nWorkers: number, nParameters: number): Promise<BigRounds> {
  const echoes = await Promise.all(Array.from({ length: nWorkers }, () => startEcho()));
  const pools = echoes.map(
    ({ bare }) => new Pool(bare, { connections: 1, headersTimeout: 0, bodyTimeout: 0 }),
  );
  const theta = new Float32Array(nParameters);
  const mean = new Float32Array(nParameters);

  async function round(): Promise<void> {
    const body = Buffer.from(theta.buffer);
    mean.fill(0);
    const answers = pools.map(async (pool) => {
      const response = await pool.request({ method: "POST", path: "/echo", body });
      return new Float32Array(await response.body.arrayBuffer());
    });
    for (const answer of await Promise.all(answers))
      for (let j = 0; j < nParameters; j++) mean[j] += answer[j] / nWorkers;
    for (let j = 0; j < nParameters; j++) theta[j] -= 0.1 * mean[j];
  }

  return {
    async run(nRounds) {
      for (let i = 0; i < nRounds; i++) await round();
    },
    async stop() {
      await Promise.all(pools.map((pool) => pool.destroy()));
      for (const echo of echoes) echo.stop();
    },
  };
}

import { expect, test } from "vitest";
import { MessageMemory } from "./message-memory.ts";

const message = () => ({ shape: [2, 1], data: Float32Array.of(1, 2) });

test("a message is copied; its memory is used again when it was given back, and by one message only", () => {
  const memory = new MessageMemory();
  const first = memory.copyOf(message());
  expect(first).toEqual(message());
  const second = memory.copyOf(message());
  expect(second.data).not.toBe(first.data);

  memory.release(first);
  memory.release(first);
  const third = memory.copyOf({ shape: [2], data: Float32Array.of(3, 4) });
  expect(third).toEqual({ shape: [2], data: Float32Array.of(3, 4) });
  expect(third.data).toBe(first.data);
  expect(memory.copyOf(message()).data).not.toBe(first.data);
});

test("float64 and float32 do not mix; what is not from here is not lent", () => {
  const memory = new MessageMemory();
  memory.release(memory.copyOf(message()));
  const double = memory.copyOf({ shape: [2], data: Float64Array.of(1, 2) });
  expect(double.data).toEqual(Float64Array.of(1, 2));

  const foreign = message();
  memory.release(foreign);
  memory.copyOf(message());
  expect(memory.copyOf(message()).data).not.toBe(foreign.data);
});

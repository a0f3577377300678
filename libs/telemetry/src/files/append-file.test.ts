import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openAppendFile } from "./append-file.ts";

let folder: string;
const refuse = (sentence: string) => {
  throw new Error(sentence);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-append-"));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

describe("AppendFile", () => {
  it("makes its folders, keeps lines in memory and writes them in order on close", async () => {
    const file = openAppendFile(join(folder, "a/b/lines.log"), refuse)!;
    file.write("one\n");
    file.write("two\n");
    expect(readFileSync(file.path, "utf8")).toBe("");
    await file.close();
    expect(readFileSync(file.path, "utf8")).toBe("one\ntwo\n");
  });

  it("writes a second after the first unwritten line", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const file = openAppendFile(join(folder, "lines.log"), refuse)!;
    file.write("one\n");
    vi.advanceTimersByTime(999);
    file.write("two\n");
    vi.advanceTimersByTime(1);
    while (readFileSync(file.path, "utf8") === "") await new Promise((resolve) => setImmediate(resolve));
    expect(readFileSync(file.path, "utf8")).toBe("one\ntwo\n");
    await file.close();
  });

  it("writes in time what came while a write was under way", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const file = openAppendFile(join(folder, "lines.log"), refuse)!;
    const untilWritten = async (line: string) => {
      while (!readFileSync(file.path, "utf8").endsWith(line))
        await new Promise((resolve) => setImmediate(resolve));
    };
    const long = `${"x".repeat(20_000)}\n`;
    file.write(long);
    file.write("late\n");
    vi.advanceTimersByTime(1000);
    await untilWritten(long);
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(1000);
    await untilWritten("late\n");
    await file.close();
  });

  it("loses and reorders nothing when much is written at once", async () => {
    const file = openAppendFile(join(folder, "lines.log"), refuse)!;
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} é\n`);
    for (const [i, line] of lines.entries()) {
      file.write(line);
      if (i % 5000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([file.close(), file.close()]);
    expect(readFileSync(file.path, "utf8")).toBe(lines.join(""));
  });

  it("makes later lines when they are written, in order with the others", async () => {
    const file = openAppendFile(join(folder, "lines.log"), refuse)!;
    let made = 0;
    for (let i = 0; i < 2000; i++) file.later(() => `later ${i} ${++made}\n`);
    file.write("now\n");
    file.later(() => "last\n");
    await file.close();
    const lines = Array.from({ length: 2000 }, (_, i) => `later ${i} ${i + 1}\n`);
    expect(readFileSync(file.path, "utf8")).toBe(`${lines.join("")}now\nlast\n`);
  });

  it("makes later lines synchronously at the end of the process", async () => {
    const file = openAppendFile(join(folder, "lines.log"), refuse)!;
    file.later(() => "last words\n");
    expect(readFileSync(file.path, "utf8")).toBe("");
    file.flushSync();
    expect(readFileSync(file.path, "utf8")).toBe("last words\n");
    await file.close();
  });

  it("writes what is left synchronously at the end of the process", async () => {
    const file = openAppendFile(join(folder, "lines.log"), refuse)!;
    file.write("last words\n");
    file.flushSync();
    expect(readFileSync(file.path, "utf8")).toBe("last words\n");
    await file.close();
    expect(readFileSync(file.path, "utf8")).toBe("last words\n");
  });

  it("ignores what is written after close", async () => {
    const file = openAppendFile(join(folder, "lines.log"), refuse)!;
    await file.close();
    file.write("too late\n");
    expect(readFileSync(file.path, "utf8")).toBe("");
  });

  it("appends, and starts a new line where the last writer was cut off", async () => {
    const path = join(folder, "lines.log");
    writeFileSync(path, "whole\n");
    appendFileSync(path, '{"cut');
    const file = openAppendFile(path, refuse)!;
    file.write("next\n");
    await file.close();
    expect(readFileSync(path, "utf8")).toBe('whole\n{"cut\nnext\n');
  });

  it("says in one sentence why a file cannot be opened", () => {
    writeFileSync(join(folder, "no-folder"), "");
    const told: string[] = [];
    expect(openAppendFile(join(folder, "no-folder/lines.log"), (s) => told.push(s))).toBeUndefined();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^Expected .*lines\.log to be writable, got "E.*": going on without this file\. Make /,
    );
  });

  it.runIf(process.platform === "linux")(
    "tells once of a full disk and goes on without the file",
    async () => {
      const told: string[] = [];
      const file = openAppendFile("/dev/full", (sentence) => told.push(sentence))!;
      file.write("one\n");
      await file.close();
      file.flushSync();
      expect(told).toHaveLength(1);
      expect(told[0]).toContain("ENOSPC");
    },
  );
});

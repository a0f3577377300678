import { closeSync, fstatSync, mkdirSync, openSync, readSync, write, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Bytes (about) gathered before a write is started without waiting for the timer. */
const CHUNK_LENGTH = 16 * 1024;
/** Lines that may wait to be made before a write is started without waiting for the timer. */
const WAITING_LINES = 512;
/** Longest time in ms that a line stays in memory. */
const FLUSH_AFTER_MS = 1000;

/**
 * A text file to which lines are appended without making the caller wait: lines gather in memory and are written
 * asynchronously, 16 KB at a time or after a second; `close` and the end of the process write the rest.
 *
 * A failing disk never stops the program: the fault is told once, in a sentence, and later lines are dropped.
 */
export class AppendFile {
  readonly path: string;
  readonly #fd: number;
  readonly #onProblem: (sentence: string) => void;
  #pending = "";
  /** Lines still to be made, in order, behind `#pending`. */
  #waiting: (() => string)[] = [];
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #accepting = true;
  #closing: Promise<void> | undefined;

  /** @throws the file system's error when the file cannot be opened; see `openAppendFile`. */
  constructor(path: string, onProblem: (sentence: string) => void) {
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.#onProblem = onProblem;
    this.#fd = openSync(path, "a+");
    if (endsInsideLine(this.#fd)) this.#pending = "\n";
    openFiles.add(this);
  }

  /** Takes text, whole lines with their line feed. */
  write(text: string): void {
    if (!this.#accepting) return;
    this.#gather();
    this.#pending += text;
    this.#schedule();
  }

  /**
   * Takes lines that are made when they are written: many at once, off the path of whoever says something. What they
   * are made of must not change meanwhile.
   */
  later(text: () => string): void {
    if (!this.#accepting) return;
    this.#waiting.push(text);
    this.#schedule();
  }

  /** Writes what is left and closes the file; safe to call again. */
  close(): Promise<void> {
    return (this.#closing ??= this.#finish());
  }

  /** For the end of the process, when nothing new can be waited for (a write under way is still completed). */
  flushSync(): void {
    try {
      this.#gather();
      writeWhole(this.#fd, this.#pending);
    } catch (error) {
      this.#fail(error);
    }
    this.#pending = "";
  }

  get #isEmpty(): boolean {
    return this.#pending === "" && this.#waiting.length === 0;
  }

  #gather(): void {
    for (const text of this.#waiting) this.#pending += text();
    this.#waiting = [];
  }

  #schedule(): void {
    if (this.#pending.length >= CHUNK_LENGTH || this.#waiting.length >= WAITING_LINES) this.#start();
    else if (!this.#isEmpty) this.#timer ??= setTimeout(() => this.#start(), FLUSH_AFTER_MS).unref();
  }

  /** While a write is under way nothing is started: its end schedules what has gathered meanwhile. */
  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#writing !== undefined || this.#isEmpty) return;
    this.#gather();
    const chunk = Buffer.from(this.#pending);
    this.#pending = "";
    this.#writing = writeAll(this.#fd, chunk)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#writing = undefined;
        this.#schedule();
      });
  }

  async #finish(): Promise<void> {
    this.#accepting = false;
    while (this.#writing !== undefined || !this.#isEmpty) {
      this.#start();
      await this.#writing;
    }
    openFiles.delete(this);
    closeSync(this.#fd);
  }

  #fail(error: unknown): void {
    this.#accepting = false;
    this.#pending = "";
    this.#waiting = [];
    this.#onProblem(problem(this.path, error));
  }
}

/** Opens (and makes) the file and its folders; where that fails, tells why and answers `undefined`. */
export function openAppendFile(path: string, onProblem: (sentence: string) => void): AppendFile | undefined {
  try {
    return new AppendFile(path, onProblem);
  } catch (error) {
    onProblem(problem(path, error));
    return undefined;
  }
}

const openFiles = new Set<AppendFile>();
process.on("exit", () => openFiles.forEach((file) => file.flushSync()));

function problem(path: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    `Expected ${path} to be writable, got "${reason}": going on without this file. ` +
    "Make its folder writable for this user, or choose another folder."
  );
}

/** True when the last writer was cut off inside a line: ours must not be glued to it. */
function endsInsideLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, size - 1);
  return last.toString() !== "\n";
}

function writeWhole(fd: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
}

async function writeAll(fd: number, chunk: Buffer): Promise<void> {
  let rest = chunk;
  while (rest.length > 0) rest = rest.subarray(await writeSome(fd, rest));
}

function writeSome(fd: number, bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, (error, written) => (error ? reject(error) : resolve(written)));
  });
}

import { readFileSync } from "node:fs";

/** A fenced block of a Markdown file. */
export interface Block {
  /** What stands behind the opening fence, e.g. `sh`. */
  language: string;
  text: string;
}

/** The fenced blocks of a Markdown file, in order. */
export function blocksOf(file: string): Block[] {
  const blocks = readFileSync(file, "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```$/gmu);
  return [...blocks].map(([, language, text]) => ({ language: language!, text: text! }));
}

/** The commands of all `sh` blocks, one text each; a line that ends in `\` goes on in the next. */
export function commandsOf(file: string): string[] {
  return blocksOf(file)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.replaceAll(/\\\n\s*/gu, "").split("\n"))
    .filter((line) => line.trim() !== "");
}

/** The targets of all links, as they are written. Code is no link. */
export function linksOf(file: string): string[] {
  const prose = readFileSync(file, "utf8")
    .replaceAll(/^```[\s\S]*?^```$/gmu, "")
    .replaceAll(/`[^`\n]*`/gu, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target]) => target!);
}

/** The anchors of all headings, as GitHub makes them. */
export function anchorsOf(file: string): string[] {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gmu);
  return [...headings].map(([, heading]) =>
    heading!
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The cells of one line of a Markdown table. */
export function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/u)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

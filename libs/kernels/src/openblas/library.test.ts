import { expect, test } from "vitest";
import { NoOpenBlasError, openOpenBlas, type Koffi } from "./library.ts";

const missing = "Failed to load shared library: cannot open shared object file: No such file or directory";
const broken = "Failed to load shared library: invalid ELF header";

/** A koffi that fails with these messages, one library after the other. */
function failing(...messages: string[]): Koffi {
  let calls = 0;
  return {
    load: () => {
      throw new Error(messages[calls++ % messages.length]);
    },
  };
}

test.each<[string, Koffi, RegExp]>([
  [
    "no library",
    failing(missing),
    /^the library is not installed \(Debian: apt-get install libopenblas0-pthread\)$/,
  ],
  [
    "one that is none",
    failing(broken),
    /^the library is there, but cannot be loaded \(.+: .+ invalid ELF header\)$/,
  ],
  [
    "one that is none, beside none of the other name",
    failing(broken, missing),
    /^the library is there, but cannot be loaded \(.+: .+ invalid ELF header\)$/,
  ],
  [
    "another library of its name",
    {
      load: () =>
        ({
          func: (): never => {
            throw new Error("Cannot find function 'openblas_get_corename' in shared library.");
          },
        }) as never,
    },
    /^the library of its name lacks what it should have \(Cannot find function 'openblas_get_corename' in shared library\)$/,
  ],
])("%s is told apart", (_, koffi, message) => {
  expect(() => openOpenBlas(koffi)).toThrow(NoOpenBlasError);
  expect(() => openOpenBlas(koffi)).toThrow(message);
});

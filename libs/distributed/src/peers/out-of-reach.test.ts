import { expect, test } from "vitest";
import { couldNotReach, outOfReach } from "./out-of-reach.ts";

test.each(["worker2", "stage-2.example.org"])("%s is read from the sentence that names it", (name) => {
  const sentence = couldNotReach("worker1", name, "Nothing listens at http://worker1:80.");
  expect(sentence).toBe(`worker1 could not reach ${name}: Nothing listens at http://worker1:80.`);
  expect(outOfReach(sentence)).toBe(name);
});

test("other reasons name nobody", () => {
  expect(
    outOfReach("worker1 could not send to worker2: Expected a body of at most 1 MB, got more."),
  ).toBeUndefined();
  expect(outOfReach("Nothing listens at http://worker2.")).toBeUndefined();
});

import { DataError } from "../errors.ts";
import { shapeText, type Shape } from "../tensor/tensor.ts";

/** @throws DataError unless an example has so many axes. */
export function requireAxes(inputShape: Shape, axes: number, expected: string, remedy: string): void {
  if (inputShape.length === axes) return;
  throw new DataError({ expected: `inputs of ${expected}`, got: `n × ${shapeText(inputShape)}`, remedy });
}

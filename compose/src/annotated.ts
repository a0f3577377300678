import { Scalar, YAMLSeq } from "yaml";

/** A value of the file with a remark behind it: which variable made it. */
export function annotated(value: string | number, remark: string): Scalar {
  const scalar = new Scalar(value);
  scalar.comment = ` ${remark}`;
  return scalar;
}

/** A list written on one line, as commands are. */
export function oneLine(items: readonly string[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = items.map((item) => new Scalar(item));
  list.flow = true;
  return list;
}

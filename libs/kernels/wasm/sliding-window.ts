/** `SlidingWindow` of the kernel interface, as JavaScript writes it: in this order. */
@unmanaged
export class SlidingWindow {
  H: i32;
  W: i32;
  C: i32;
  h: i32;
  w: i32;
  strideY: i32;
  strideX: i32;
  top: i32;
  left: i32;
  outH: i32;
  outW: i32;
}

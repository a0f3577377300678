/** The nodes that wait to be split. */
export interface Frontier<Node> {
  push(node: Node): void;
  /** Takes out the node that is to be split next. */
  pop(): Node | undefined;
}

/** Depth first: the node that came last is split next. */
export function createStack<Node>(): Frontier<Node> {
  return [] as Node[];
}

/** Best first: the node that is `before` all others is split next. A binary heap (Williams, 1964). */
export class PriorityQueue<Node> implements Frontier<Node> {
  /** `heap[i]` comes before `heap[2 i + 1]` and `heap[2 i + 2]`. */
  private readonly heap: Node[] = [];
  private readonly before: (a: Node, b: Node) => boolean;

  constructor(before: (a: Node, b: Node) => boolean) {
    this.before = before;
  }

  push(node: Node): void {
    const { heap } = this;
    let i = heap.push(node) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(heap[i], heap[parent])) return;
      this.swap(i, parent);
      i = parent;
    }
  }

  pop(): Node | undefined {
    const { heap } = this;
    if (heap.length === 0) return undefined;
    this.swap(0, heap.length - 1);
    const first = heap.pop();
    this.sink();
    return first;
  }

  /** Lets the node at the top sink below all that come before it. */
  private sink(): void {
    let i = 0;
    for (;;) {
      const child = this.earlier(2 * i + 1, 2 * i + 2);
      if (child >= this.heap.length || !this.before(this.heap[child], this.heap[i])) return;
      this.swap(i, child);
      i = child;
    }
  }

  private earlier(i: number, j: number): number {
    return j < this.heap.length && this.before(this.heap[j], this.heap[i]) ? j : i;
  }

  private swap(i: number, j: number): void {
    const kept = this.heap[i];
    this.heap[i] = this.heap[j];
    this.heap[j] = kept;
  }
}

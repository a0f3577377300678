import { connect, createServer, type Socket } from "node:net";

/** The sending end of a connection. */
export interface TcpSender {
  port: number;
  /** When the receiving end is there. */
  connected: Promise<Socket>;
  close(): void;
}

/** The receiving end: all messages have one length, and go into one buffer. */
export interface TcpReceiver {
  /** The next message; it holds until the one after it begins. */
  next(): Promise<Buffer>;
  close(): void;
}

/** Listens for one receiver. Who connects receives: only that end of `node:net` can read into a buffer of ours. */
export async function tcpSender(): Promise<TcpSender> {
  const server = createServer();
  const connected = new Promise<Socket>((resolve) => server.once("connection", resolve));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const close = (): void => {
    void connected.then((socket) => socket.destroy());
    server.close();
  };
  return { port, connected, close };
}

export function tcpReceiver(port: number, nBytes: number): TcpReceiver {
  const whole = Buffer.alloc(nBytes);
  let filled = 0;
  let arrived: (message: Buffer) => void = () => {};
  const socket = connect({
    port,
    host: "127.0.0.1",
    onread: {
      buffer: () => whole.subarray(filled),
      callback: (nRead) => {
        filled += nRead;
        if (filled === nBytes) {
          filled = 0;
          arrived(whole);
        }
        return true;
      },
    },
  });
  return { next: () => new Promise((resolve) => (arrived = resolve)), close: () => void socket.destroy() };
}

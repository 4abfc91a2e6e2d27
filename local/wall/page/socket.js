// A WebSocket that comes back when the server does.

const FIRST_WAIT = 500; // ms
const LONGEST_WAIT = 5000;
const TAKEN_OVER = 4001; // another page has picked up this handset: don't fight for it
const MOST_BUFFERED = 64 * 1024; // bytes; sound that can't leave in time is of no use

/** One handset's line to the server; `on` has the functions event, frame, open, lost and takenOver. */
export class Socket {
  #socket = null;
  #wait = FIRST_WAIT;
  #timer = null;

  constructor(number, on) {
    this.url = `${location.origin.replace(/^http/, "ws")}/phones/ws?number=${encodeURIComponent(number)}`;
    this.on = on;
    this.connect();
  }

  connect() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#wait = FIRST_WAIT;
      this.on.open();
    };
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.on.event(JSON.parse(data));
      else this.on.frame(data);
    };
    socket.onclose = ({ code }) => {
      if (code === TAKEN_OVER) this.on.takenOver();
      else this.#comeBack();
    };
    this.#socket = socket;
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(command) {
    if (this.open) this.#socket.send(JSON.stringify(command));
  }

  sendFrame(frame) {
    if (this.open && this.#socket.bufferedAmount < MOST_BUFFERED) this.#socket.send(frame);
  }

  /** Leave for good. */
  close() {
    clearTimeout(this.#timer);
    this.#socket.onclose = null;
    this.#socket.close(1000);
  }

  #comeBack() {
    this.on.lost();
    this.#timer = setTimeout(() => this.connect(), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
  }
}

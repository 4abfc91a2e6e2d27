// One telephone: its line to the network, what its person can do, and what its card shows.

import { level } from "./audio.js";
import { makeCard } from "./card.js";
import { Socket } from "./socket.js";
import { showText } from "./texts.js";
import { REASONS, STATES, TONES, duration, number as written, played } from "./words.js";

const IN_CALL = ["talking", "in_conference"];
const CAPTIONS_SHOWN = 20;

// What a person can do in which state. Every act has a button of its own that stays where it is:
// a late click must never land on the opposite act.
const CAN = {
  answer: ["ringing"],
  reject: ["ringing"],
  dial: ["idle"],
  hangup: ["dialling", "talking", "in_conference", "ended"],
};

/** A handset; `on` has the functions pick, frame, key, change, source and remove. */
export class Handset {
  #card;
  #socket;
  #call = { state: "connecting" };
  #since = null;
  #loudness = 0;
  #typing = false;
  #last = "";

  constructor({ number, name, added }, on) {
    this.number = number;
    this.name = name || written(number);
    this.on = on;
    this.#card = makeCard(this.name, number, added);
    this.#wire();
    this.#show();
    this.#socket = new Socket(number, {
      open: () => this.#sendSource(),
      event: (event) => this.#take(event),
      frame: (frame) => this.#hear(frame),
      lost: () => this.#enter({ state: "offline" }),
      takenOver: () => this.#enter({ state: "taken_over" }),
    });
  }

  get element() {
    return this.#card;
  }

  get state() {
    return this.#call.state;
  }

  get source() {
    return this.#find(".source select").value;
  }

  set source(source) {
    this.#find(".source select").value = source;
    this.#sendSource();
  }

  get picked() {
    return this.#find(".pick input").checked;
  }

  /** Pick this handset up, or put it down: only a picked-up one is read out and heard. */
  set picked(picked) {
    this.#find(".pick input").checked = picked;
    this.#card.classList.toggle("picked", picked);
    this.#find(".captions").ariaLive = picked ? "polite" : "off";
  }

  /** Say something about this handset that its person must know. */
  set note(text) {
    this.#find(".note").textContent = text;
  }

  answer() {
    this.#do("answer", { type: "answer" });
  }

  reject() {
    this.#do("reject", { type: "reject" });
  }

  hangUp() {
    this.#do("hangup", { type: "hangup" });
  }

  dial() {
    const to = this.#find(".to").value.replace(/[\s-]/g, "");
    if (to) this.#do("dial", { type: "dial", to });
    else this.note = "先输入要拨的号码。";
  }

  /** Press a key: in a call it is sent, on an idle phone it is typed into the dial box. */
  press(key) {
    this.on.key(key);
    this.#flash(key);
    if (IN_CALL.includes(this.state)) {
      this.#socket.send({ type: "dtmf", d: key });
      this.#find(".pressed output").value += key;
    } else if (this.state === "idle") {
      const box = this.#find(".to");
      box.value = this.#typing ? box.value + key : key;
      this.#typing = true;
    }
  }

  /** Speak 20 ms. */
  speak(frame) {
    this.#socket.sendFrame(frame);
  }

  /** Draw what moves: the meter and the clock. */
  draw(now) {
    this.#find(".meter span").style.setProperty("--level", this.#loudness.toFixed(2));
    this.#loudness *= 0.55;
    const clock = this.#since === null ? "" : duration((now - this.#since) / 1000);
    const shown = this.#find(".clock");
    if (shown.textContent !== clock) shown.textContent = clock;
  }

  close() {
    this.#socket.close();
    this.#card.remove();
  }

  #find(selector) {
    return this.#card.querySelector(selector);
  }

  #wire() {
    const clicks = {
      ".answer": () => this.answer(),
      ".reject": () => this.reject(),
      ".hang-up": () => this.hangUp(),
      ".remove": () => this.on.remove(this),
      ".take-back": () => this.#socket.connect(),
    };
    for (const [selector, act] of Object.entries(clicks)) {
      this.#find(selector).addEventListener("click", act);
    }
    this.#find(".dial").addEventListener("submit", (event) => {
      event.preventDefault();
      this.dial();
    });
    this.#find(".keys").addEventListener("click", ({ target }) => {
      if (target.dataset.key) this.press(target.dataset.key);
    });
    this.#find(".pick input").addEventListener("change", () => this.on.pick(this));
    this.#find(".source select").addEventListener("change", () => {
      this.note = "";
      this.#sendSource();
      this.on.source(this);
    });
  }

  #flash(key) {
    const button = this.#find(`[data-key="${key}"]`);
    button.classList.add("down");
    setTimeout(() => button.classList.remove("down"), 120);
  }

  #do(act, command) {
    if (!CAN[act].includes(this.state)) return;
    this.note = "";
    this.#typing = false;
    this.#socket.send(command);
  }

  #sendSource() {
    const auto = this.source === "auto";
    this.#socket?.send({ type: "source", source: auto ? "auto" : "handset", name: this.name });
  }

  #hear(frame) {
    this.#loudness = Math.max(this.#loudness, level(frame));
    if (this.picked) this.on.frame(frame); // after this the frame belongs to the audio thread
  }

  #take(event) {
    switch (event.type) {
      case "snapshot":
        this.#restore(event);
        break;
      case "state":
        this.#enter(event);
        break;
      case "caption":
        this.#caption(event);
        break;
      case "text":
        this.#text(event);
        break;
      case "tone":
        this.#call.tone = event.tone;
        this.#show();
        break;
      case "refused":
        this.note = event.text;
        break;
    }
  }

  #restore(snapshot) {
    this.#find(".captions ol").replaceChildren();
    snapshot.captions.forEach((caption) => this.#caption(caption));
    this.#find(".texts ol").replaceChildren();
    snapshot.texts.forEach((text) => this.#text(text));
    this.#find(".pressed output").value = snapshot.keys;
    this.#since = snapshot.seconds === null ? null : performance.now() - snapshot.seconds * 1000;
    this.#call = snapshot;
    this.#changed();
  }

  #enter(call) {
    if (["dialling", "ringing"].includes(call.state) && call.state !== this.state) {
      this.#find(".captions ol").replaceChildren();
      this.#find(".pressed output").value = "";
    }
    if (!IN_CALL.includes(call.state)) this.#since = null;
    else this.#since ??= performance.now();
    if (call.state === "ended") this.#last = REASONS[call.reason] ?? call.reason;
    this.#call = { tone: null, ...call };
    this.#changed();
  }

  #changed() {
    this.#show();
    this.on.change(this);
  }

  #caption({ text, verb }) {
    const captions = this.#find(".captions");
    const line = document.createElement("li");
    line.textContent = verb === "Play" ? `♪ ${played(text)}` : text;
    captions.firstElementChild.append(line);
    while (captions.firstElementChild.childElementCount > CAPTIONS_SHOWN) {
      captions.firstElementChild.firstElementChild.remove();
    }
    captions.scrollTop = line.offsetTop - captions.offsetTop; // a long one is read from its start
  }

  #text(message) {
    const putAway = (sid) => this.#socket.send({ type: "put_away", sid });
    showText(this.#find(".texts ol"), message, putAway);
  }

  #show() {
    const { state, muted } = this.#call;
    this.#card.dataset.state = muted && state === "in_conference" ? "muted" : state;
    this.#find(".word").textContent = this.#words();
    this.#find(".peer").textContent = this.#peer();
    this.#find(".state use").setAttribute("href", `#${this.#card.dataset.state}`);
    const buttons = { answer: ".answer", reject: ".reject", dial: ".go", hangup: ".hang-up" };
    for (const [act, selector] of Object.entries(buttons)) {
      this.#find(selector).ariaDisabled = String(!CAN[act].includes(state));
    }
    this.#find(".take-back").hidden = state !== "taken_over";
  }

  #words() {
    const { state, muted, reason } = this.#call;
    if (state === "in_conference" && muted) return "会议中 · 已禁言";
    if (state === "ended" && reason) return REASONS[reason] ?? reason;
    return STATES[state];
  }

  #peer() {
    const { state, from, to, tone } = this.#call;
    if (state === "offline") return "正在重连…";
    if (state === "ringing") return `来自 ${written(from)}`;
    if (state === "idle" && this.#last) return `上次:${this.#last}`;
    if (state === "dialling") return `拨往 ${written(to)}${TONES[tone] ? ` · ${TONES[tone]}` : ""}`;
    return TONES[tone] ?? "";
  }
}

// The loudspeaker and the microphone of the page, and the sounds that no network sends:
// ringing and the tones of the keys.

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = "123456789*0#";
const LOCAL_LOUDNESS = 0.12;

/** All sound of this page; nothing is heard before `start`, which a gesture must call. */
export class Audio {
  #context = null;
  #ear = null;
  #microphone = null;
  #ring = null;
  #ready = null;

  /** `onFrame` gets what the microphone records, as 640-byte buffers. */
  constructor(onFrame) {
    this.onFrame = onFrame;
    this.ringing = false;
    this.ringEnabled = true;
  }

  get running() {
    return this.#context?.state === "running";
  }

  /** Open the loudspeaker; call it in the handler of a click or a key. */
  start() {
    this.#ready ??= this.#open();
    return this.#ready;
  }

  async #open() {
    this.#context = new AudioContext({ latencyHint: "interactive" });
    await this.#context.audioWorklet.addModule("/phones/worklet.js");
    this.#ear = new AudioWorkletNode(this.#context, "ear", { numberOfInputs: 0 });
    this.#ear.connect(this.#context.destination);
    await this.#context.resume();
    this.ring(this.ringing);
  }

  /** Hear one frame. */
  play(frame) {
    if (this.running) this.#ear?.port.postMessage(frame, [frame]);
  }

  /** Ask for the microphone; rejects with the browser's reason if there is none or it is denied. */
  async openMicrophone() {
    await this.start();
    if (this.#microphone) return;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    const mouth = new AudioWorkletNode(this.#context, "mouth", { numberOfOutputs: 0 });
    mouth.port.onmessage = ({ data }) => this.onFrame(data);
    const source = this.#context.createMediaStreamSource(stream);
    source.connect(mouth);
    this.#microphone = { stream, source };
  }

  /** Give the microphone back, so that the browser's sign for it goes out. */
  closeMicrophone() {
    this.#microphone?.stream.getTracks().forEach((track) => track.stop());
    this.#microphone?.source.disconnect();
    this.#microphone = null;
  }

  /** Sound the tone of a key once. */
  key(key) {
    if (!this.running) return;
    const index = KEYS.indexOf(key);
    const gain = this.#gain();
    gain.gain.setValueAtTime(LOCAL_LOUDNESS / 2, this.#context.currentTime);
    this.#oscillator(ROWS[Math.floor(index / 3)], gain, 0.1);
    this.#oscillator(COLUMNS[index % 3], gain, 0.1);
  }

  /** Ring (1 s in 5, a warble around 1 kHz) for as long as any handset rings. */
  ring(on) {
    this.ringing = on;
    const sounding = on && this.ringEnabled && this.running;
    if (sounding && !this.#ring) {
      this.#ringOnce();
      this.#ring = setInterval(() => this.#ringOnce(), 5000);
    } else if (!sounding && this.#ring) {
      clearInterval(this.#ring);
      this.#ring = null;
    }
  }

  #ringOnce() {
    const gain = this.#gain();
    const now = this.#context.currentTime;
    gain.gain.setValueAtTime(0, now);
    gain.gain.linearRampToValueAtTime(LOCAL_LOUDNESS, now + 0.02);
    gain.gain.setValueAtTime(LOCAL_LOUDNESS, now + 0.96);
    gain.gain.linearRampToValueAtTime(0, now + 1);
    const bell = this.#oscillator(1000, gain, 1);
    const warble = this.#context.createGain();
    warble.gain.value = 120;
    warble.connect(bell.frequency);
    this.#oscillator(18, warble, 1, "square");
  }

  #gain() {
    const gain = this.#context.createGain();
    gain.connect(this.#context.destination);
    return gain;
  }

  #oscillator(frequency, target, seconds, type = "sine") {
    const oscillator = new OscillatorNode(this.#context, { frequency, type });
    oscillator.connect(target);
    oscillator.start();
    oscillator.stop(this.#context.currentTime + seconds);
    return oscillator;
  }
}

/** How loud a frame is, from 0 to 1 on a scale that fits the ear (-60 dB is 0). */
export function level(frame) {
  const samples = new Int16Array(frame);
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length / 32768 ** 2 + 1e-12);
  return Math.max(0, Math.min(1, (decibels + 60) / 60));
}

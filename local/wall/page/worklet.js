// The two ends of a telephone inside the audio thread: 16 kHz frames on one side, the rate of the
// sound card on the other. (Firefox refuses microphones to a context of another rate, so the
// context keeps its own and the resampling happens here.)

const RATE = 16000;
const FRAME = 320;
const PRIMED = 2; // frames kept back before the first is played
const MOST = 8; // frames held: a page that fell behind drops the oldest

/** Plays frames: linear interpolation between the samples of a short queue. */
class Ear extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frames = [];
    this.primed = false;
    this.at = 0; // position in the first frame, in samples
    this.last = 0;
    this.port.onmessage = ({ data }) => this.take(new Int16Array(data));
  }

  take(frame) {
    this.frames.push(frame);
    if (this.frames.length > MOST) this.frames.shift();
    this.primed ||= this.frames.length >= PRIMED;
  }

  next() {
    if (!this.primed) return 0;
    while (this.at >= FRAME) {
      this.at -= FRAME;
      this.last = this.frames.shift()[FRAME - 1];
    }
    if (this.frames.length === 0) {
      this.primed = false;
      this.at = 0;
      return 0;
    }
    const index = Math.floor(this.at);
    const here = this.frames[0][index];
    const before = index > 0 ? this.frames[0][index - 1] : this.last;
    const sample = before + (here - before) * (this.at - index);
    this.at += RATE / sampleRate;
    return sample / 32768;
  }

  process(_inputs, [output]) {
    for (let i = 0; i < output[0].length; i += 1) {
      const sample = this.next();
      for (const channel of output) channel[i] = sample;
    }
    return true;
  }
}

/** Records frames: the mean of all samples that fall into one of ours (a box decimator). */
class Mouth extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.sum = 0;
    this.weight = 0;
  }

  put(sample) {
    const limited = Math.max(-1, Math.min(1, sample));
    this.frame[this.filled] = limited * 32767;
    this.filled += 1;
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame.buffer, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  process([input]) {
    const step = sampleRate / RATE; // input samples that make one of ours
    for (const sample of input[0] ?? []) {
      let left = 1;
      while (this.weight + left >= step) {
        const part = step - this.weight;
        this.put((this.sum + sample * part) / step);
        left -= part;
        this.sum = 0;
        this.weight = 0;
      }
      this.sum += sample * left;
      this.weight += left;
    }
    return true;
  }
}

registerProcessor("ear", Ear);
registerProcessor("mouth", Mouth);

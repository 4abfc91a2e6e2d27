"""Real sound for the phone network: tones, speech and a mixer (声音)."""

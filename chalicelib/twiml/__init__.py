"""The telephone's door: signed webhooks in, TwiML out (语音接口)."""

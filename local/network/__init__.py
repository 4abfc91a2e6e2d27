"""The phone network stand-in (电话网替身): REST, TwiML, signed webhooks, and simulated phones."""

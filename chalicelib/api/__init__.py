"""The portal's door: JSON in, JSON out, for whoever is logged in (网站接口)."""

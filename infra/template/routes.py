"""Routes that the stack knows by name (路由)."""

STATUS_ROUTE = "/voice/{conference_id}/{leg_id}/status"
"""The webhook that there is most of: how a call stands. Its time is the one that is watched."""
LOGIN_ROUTE = "/api/sessions"
"""Where a password is tried."""

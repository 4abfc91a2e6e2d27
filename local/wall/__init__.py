"""The phone wall: handsets in a browser in place of the telephone network (电话墙)."""

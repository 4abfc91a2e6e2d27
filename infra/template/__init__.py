"""What the stack has beside Chalice's functions and routes: merged into its template (模板).

`chalice package` makes the functions, their routes, schedules and queue of `app.py`; all else
stands here, a module for each kind of thing, and goes over what Chalice says. `whole.merged` puts
them together.
"""

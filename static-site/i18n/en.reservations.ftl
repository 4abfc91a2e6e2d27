# Reservations: the list, a new one, a change, calling one off. What stands in “” in Chinese is from 2011, word for word.

## The list

reservations-lead = At the time, the host's phone is called first; after a 1 the others are called. All times are Beijing time (UTC+8).
reservations-tabs = Kinds of reservations
reservations-tab-ahead = Ahead
reservations-tab-past = Past
reservations-tab-cancelled = Cancelled
reservations-none-ahead = Nothing is reserved. Set a time and say who: everybody is called then.
reservations-none-past = No reservation is over yet
reservations-none-cancelled = No reservation was cancelled
reservations-more = Show { $count } more
reservations-back = Back to the reservations
reservations-by-phone = You can also reserve by phone: dial [116323], press [2] to reserve, [3] to hear or cancel.
reservations-gone =
    { $count ->
        [1] The reservation of { $when } is cancelled
       *[other] { $count } reservations of the series are cancelled
    }
reservation-when = { $day } { $time }
reservation-today = today
reservation-tomorrow = tomorrow
reservation-and = {", "}
reservation-scheduled = Reserved
reservation-starting = Starting
reservation-going = Going on
reservation-started = Took place
reservation-not-begun = Did not begin
reservation-cancelled = Cancelled
reservation-once = Once
reservation-daily = Every day
reservation-workdays = Workdays (Monday to Friday)
reservation-weekly = Every week
reservation-till = , until { $day }
reservation-made-web = By web site
reservation-made-phone = By phone
reservation-made-operator = By an operator
reservation-host = Host { $number }
reservation-parties = { $count } parties (host included): { $names }
reservation-why = Why: { $why }. { $remedy }
reservation-postponed = The host put it off by pressing 2; { $number } rings again at { $time }
reservation-next-phone = { $number } rings at { $time } instead: { $why }
reservation-enter = Go to the conference
reservation-change = Change
reservation-change-one = Change the reservation of { $when }
reservation-cancel = Cancel
reservation-cancel-one = Cancel the reservation of { $when }
reservation-ics = Calendar file
reservation-ics-one = Calendar file of the reservation of { $when }
reservation-again = Reserve again
reservation-again-one = Reserve again as on { $when }
reservation-missed = The reservation of { $when } did not begin: { $why }.

## Why it did not begin, and what helps

why-cap-reached = the cost limit you set was reached
why-host-busy = the host's phone was busy
why-host-failed = the host's phone could not be reached
why-host-in-conference = the host's phone was in another conference
why-host-no-answer = the host's phone was not answered
why-host-number-gone = this host phone was removed from the settings
why-late = we were late, and more than 10 minutes late we do not call
why-not-confirmed = the host did not press 1
why-not-eligible = the registered number could not use the service
why-number = a party's number cannot be called
why-refused-by-phone = 9 (“not me”) was pressed on the host's phone
why-too-many = too many phones were being called
remedy-again = Nobody else was called. Reserve again, or start the conference now.
remedy-at-hand = Nobody else was called. Keep the phone at hand and reserve again.
remedy-cap = Raise or remove the limit in the settings, then reserve again.
remedy-not-eligible = Please contact customer service.
remedy-number = Check the parties' numbers and reserve again.
remedy-other-phone = Choose another host phone and reserve again.
remedy-other-time = Choose another time and reserve again.
remedy-press = Nobody else was called. Listen to the prompt first, then press 1.

## New, and changed

reservation-new = New reservation
reservation-change-title = Change the reservation
reservation-when-title = When
reservation-date = Date
reservation-date-out = Choose a date from { $first } to { $last }
reservation-time = Time (Beijing)
reservation-time-unreadable = Enter a time, for example 15:00
time-choose = Choose a time
reservation-length = Planned length
reservation-minutes = { $count } minutes
reservation-earliest = Earliest { $when } ({ $minutes } minutes ahead), latest { $last }. Nothing is cut off when the time is up.
reservation-too-soon = Earliest { $when } ({ $minutes } minutes ahead)
reservation-sooner = That is too soon. The earliest time is:
reservation-full = That minute is full. The nearest free times are:
reservation-full-around = That minute is full, and so is the half hour around it. Choose another time.
reservation-conflict =
    { $count ->
        [1] This host phone has a reservation from { $from } to { $to }
       *[other] This host phone has { $count } reservations then, one from { $from } to { $to }
    }; you can reserve all the same.
reservation-repeat = Repeat
reservation-until = Until
reservation-count =
    { $count ->
        [1] Only once: { $first }.
       *[other] { $count } times: { $first } to { $last }.
    }
reservation-holidays = Public holidays are not left out.
reservation-subject = Subject
reservation-notify = Tell host and parties by text message
reservation-notify-hint = A reminder 10 minutes before, and a word if it is cancelled or does not begin; mobiles only.
reservation-note = The host's phone is called first; press 1 to confirm
reservation-send = Reserve
reservation-save = Save the changes
reservation-made =
    { $count ->
        [1] Reserved for { $when }
       *[other] { $count } reserved, the first for { $when }
    }
reservation-made-beside = { $text }. This host phone has { $count } more at the same time
reservation-changed = Changed: it rings on { $when }
reservation-meanwhile = Somebody changed this reservation a moment ago, and your changes are not saved. This is how it stands now.
reservation-only-this = Only this one is changed; the others of the series stay as they are.
reservation-begun = The conference has begun; the reservation cannot be changed any more.
reservation-over-missed = This reservation did not begin and cannot be changed any more.
reservation-over-cancelled = This reservation is cancelled and cannot be changed any more.

## Cancelling

reservation-cancel-title = Cancel the reservation?
reservation-size = ({ $count } parties)
reservation-of-series = { $count } of this series are ahead.
reservation-cancel-told = Host and parties get a text message.
reservation-keep = Keep it
reservation-cancel-it = Cancel the reservation
reservation-cancel-this = Cancel this one
reservation-cancel-series = Cancel the whole series ({ $count })

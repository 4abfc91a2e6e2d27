# The board: words while a conference goes on, and afterwards.

## The board

room-title = Conference
room-tab = ● { $count } in · Conference
room-live = Live
room-ending = Ending
room-locked = Locked
room-all-muted = All muted
room-host = Host
room-time = Time
room-people = People
room-joined = { $joined } of { $size } in
room-cost = Cost so far
room-per-minute = { $amount } a minute
room-mute-all = Mute all
room-unmute-all = Unmute all
room-lock = Lock
room-unlock = Unlock
room-lock-long = Lock: no newcomers
room-unlock-long = Unlock: people can be added again
room-end = End conference
room-end-sure = End the conference?
room-end-text = { $count ->
    [one] The one person who is in will be hung up, and calls that still ring are cancelled.
   *[other] All { $count } people who are in will be hung up, and calls that still ring are cancelled.
}
room-verified = Checked { $ago } ago
room-syncing = Catching up
room-offline = No network. The calls go on; this is how things stood at { $time }
room-unheard = The server does not answer. The calls go on; this is how things stood at { $time }
room-recovered = Connected again, { $count } in the conference
room-away = The host was cut off and is being called back.
room-away-until = Otherwise the conference ends by itself in
room-of-most = { $count } of { $most }
room-folded = Not reached or gone ({ $count })
room-is-host = Host
room-hand = Hand raised
room-attempts = called { $count } times
room-gone = There is no such conference
room-gone-text = It may have ended long ago, or it is not yours. Phone calls are not affected.
room-back = My conferences
room-back-quick = Start at once
cap-near-call = This conference has cost { $spent }, close to your cap of { $cap }. At the cap nobody more can be called; calls are not cut off.
cap-near-month = This month has cost { $spent }, close to your cap of { $cap }. At the cap nobody more can be called; calls are not cut off.
cap-reached-call = This conference has cost { $spent }, your cap is { $cap }: nobody more can be called. The calls that go on are not affected.
cap-reached-month = This month has cost { $spent }, your cap is { $cap }: nobody more can be called. The calls that go on are not affected.

## How a call stands

party-waiting = Waiting
party-dialling = Calling
party-ringing = Ringing
party-answered = Answered
party-confirming = Asked to press 1
party-joined = Connected
party-muted = Muted
party-in-menu = Using the keypad
party-hanging-up = Hanging up
party-left = Gone
party-no-answer = No answer
party-busy = Busy or declined
party-declined = Did not join
party-failed = Call failed
party-cancelled = Cancelled
party-hung-up = Hung up
why-bad-number = wrong number
why-number-not-allowed = not a number we may call
why-provider-busy = lines busy
why-provider-down = line fault
why-provider-refused = refused by the line
why-not-placed = not placed
why-unknown-call = the line does not know the call

## What can be done

act-mute = Mute
act-mute-who = Mute { $who }
act-unmute = Unmute
act-unmute-who = Unmute { $who }
act-speak = Let speak
act-speak-who = Let speak: { $who }
act-lower = Lower hand
act-lower-who = Lower hand of { $who }
act-hang-up = Hang up
act-hang-up-who = Hang up { $who }
act-cancel = Cancel
act-cancel-who = Cancel { $who }
act-redial = Call again
act-redial-who = Call again { $who }
act-second = Call second number
act-second-who = Call second number of { $who }
hands-title = Hands raised ({ $count })
hands-next = Let the next one speak
hands-next-who = Let the next one speak: { $who }

## Adding people

add-title = Add people
add-number = Phone number
add-number-book = Phone number or name of a contact
add-call = Call
add-over = The conference is ending; nobody can be added
add-locked = The conference is locked. Unlock it to add people.
add-full = All { $most } places are taken, host included
add-there = { $who } is in the conference already
add-no-such-name = There is no “{ $text }” in the address book; please enter a phone number
add-skipped = { $who }: { $why }
add-groups = Groups
add-group = { $name } · { $count }, call this group
add-group-sure = Call the group “{ $name }”?
add-group-call = { $count ->
    [one] Call 1 person
   *[other] Call { $count } people
}
add-group-there = { $count ->
    [one] 1 person is in the conference already and is not called.
   *[other] { $count } people are in the conference already and are not called.
}
comma = {", "}
comma-said = {", "}

## What has happened

log-title = Events
log-called = Calling { $who }
log-joined = { $who } joined
log-came-back = { $who } came back
log-left = { $who } left
log-no-answer = { $who } did not answer
log-busy = { $who } is busy or declined
log-declined = { $who } did not join
log-failed = The call to { $who } failed
log-cancelled = The call to { $who } was cancelled
log-hung-up = { $who } was hung up
log-hand = { $who } raised a hand

## Announced

news-stop = {"; "}
news-joined = { $who } joined
news-many-joined = { $count } people joined
news-called = Calling { $who }
news-many-called = Calling { $count } people
news-left = { $who } left
news-many-left = { $count } people left
news-hung-up = Hung up { $who }
news-many-hung-up = Hung up { $count } people
news-no-answer = { $who }: no answer
news-many-no-answer = No answer from { $count } people
news-busy = { $who }: busy or declined
news-many-busy = { $count } people are busy or declined
news-declined = { $who } did not join
news-many-declined = { $count } people did not join
news-failed = The call to { $who } failed
news-many-failed = { $count } calls failed
news-cancelled = Cancelled the call to { $who }
news-many-cancelled = Cancelled { $count } calls
news-hand = { $who } raised a hand
news-many-hand = { $count } people raised a hand
news-hand-down = { $who } lowered the hand
news-many-hand-down = { $count } people lowered their hands
news-muted = Muted { $who }
news-many-muted = Muted { $count } people
news-unmuted = Unmuted { $who }
news-many-unmuted = Unmuted { $count } people
news-all-muted = Everyone is muted
news-all-unmuted = Everyone is unmuted
news-locked = The conference is locked
news-unlocked = The conference is unlocked
news-cap-near = The cost is close to your cap
news-cap-reached = The cost has reached your cap; nobody more can be called

## Keys

keys-title = Keyboard shortcuts
keys-add = go to “Add people”
keys-mute = mute or unmute all
keys-say = say how the conference stands
keys-close = close a dialog
keys-list = show this list
keys-on = Use the shortcuts
keys-said-joined = { $count } in
keys-said-muted = { $count } muted
keys-said-called = { $count } ringing
keys-said-hands = { $count } with a hand raised

## Afterwards

over-title = Call ended
over-said = The conference has ended
over-thanks = The call has ended. Thank you for using the service
over-when = Began
over-came = Took part
over-came-of = { $came } of { $size }
over-cost = Cost
over-counting = Being counted
over-people = Calls in detail
over-who = Who
over-state = Outcome
over-charge = Charge
over-again = Start again
over-records = Call records
ended-host = The host ended the conference.
ended-host-left = The host left, and the conference ended.
ended-alone = Only one person was left, so the conference ended by itself.
ended-too-long = The longest time of one conference was reached, so it ended by itself.

## The strip on other pages

strip-live = Conference going on
strip-starting = Starting a conference
strip-people = { $count } in
strip-back = Back

## Errors: the server gives the code

error-over = The conference is over
error-locked = The conference is locked; unlock it first
error-not-over = This number is still on the line, or being called
error-not-there = They are not on the line any more
error-not-live-yet = The host has not pressed 1 yet; nobody can be added so far
error-too-many-tries = This number was called several times just now; please try again in { $wait }

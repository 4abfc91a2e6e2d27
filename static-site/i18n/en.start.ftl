# Starting from the web: preparing, starting at once, the start on its way.

conference-room = Conference in progress
start = Start the conference
start-note = We call the host's phone first; press 1 to confirm

## Who is called

parties = Other people
parties-count = { $count } of { $most }, host included
parties-hint = Type a phone number and press Enter or comma; you can paste several at once
parties-hint-book = Type a number or a name from your address book and press Enter or comma; you can paste several at once
parties-add = Add
parties-found = Contacts found
parties-list = People to be called
parties-who = { $name } { $number }
parties-stop = {". "}
parties-added = { $count ->
    [one] Added { $who }
   *[other] Added { $count } people
}
parties-removed = Removed { $who }
parties-remove = Remove { $who }
parties-other-number = Call { $name } at { $number } instead
parties-swapped = Changed to { $who }
parties-refused = { $who }: { $why }
parties-no-such-name = “{ $text }” is not in your address book; please type a phone number
parties-is-host = { $who } is the host's number and need not be added
parties-twice = { $who } is on the list already
parties-full = { $who } was not added: { $most } at most, host included
parties-same-as-host = The same as the host's number; remove it or choose another phone
parties-look-again = Some numbers were not added; please correct or clear them

## Preparing

prepare-lead = Choose who is to join and start; we call everybody in turn. All charges go to your registered number.
prepare-who = Host and people
prepare-host = Host's number
prepare-host-registered = { $number } (registered, pays)
prepare-host-noted = { $number } ({ $note })
prepare-hosts-link = Set up host phones
prepare-hosts-failed = Your other host phones could not be loaded.
prepare-by-phone = Without a network you can start by phone: dial [116323] and press [1].
group-none = None yet, make one
group-inserted = { $count ->
    [one] Added 1 person of “{ $name }”
   *[other] Added { $count } people of “{ $name }”
}
group-inserted-partly = Of “{ $name }”, { $count } added and { $left } not: { $why }
picker-title = From the address book
picker-empty = Your address book is empty. Type numbers here, or add contacts first.
picker-full = That makes { $most }, host included; remove somebody to choose another
picker-host = Host
estimate = { $count } people, about
estimate-minute = { $amount } a minute
estimate-nobody = Add people to see what a minute will cost
estimate-later = { $count } people
going-title = Conferences in progress
going-live = Conference in progress
going-calling = Calling the host
going-ending = Conference ending
going-since = Started { $time }
going-facts = Started { $time } · { $joined } connected
going-back = Back to the conference

## Starting at once

quick-host-hint = An activated postpaid Beijing Unicom landline (starting with 6 or 8) or mobile. It pays for the call.
quick-activate = First dial [116323] from { $number }. Once you hear the welcome it is activated; hang up, come back and start again. Registering activates it, too.
quick-rules = How it works
quick-rule-activated = The host's number must have dialled 116323 once: that activates it.
quick-rule-confirm = We call the host's phone first, and the others once 1 is pressed there.
quick-rule-control = From then on this page controls this one conference, without a login.
quick-rule-price = The host's number pays. Numbers that are not reached cost nothing.
quick-by-phone = Start by phone
quick-member = You are logged in
quick-member-text = Start from “My conferences”: your address book, groups and host phones are there.
quick-gone = Start not found
quick-gone-text = It may have ended long ago, or was started in another browser. Calls are not affected.

## On its way

starting-title = Starting the conference
starting-failed = The conference did not start
starting-steps = Steps
starting-step-host = Call the host
starting-step-confirm = Press 1 on the phone
starting-step-parties = Call people { $joined }/{ $size }
starting-step-live = In the call
starting-host = the host's phone
starting-waiting = About to call { $number }
starting-dialling = Calling { $number }
starting-ringing = { $number } is ringing; please answer
starting-confirming = Answered: please press 1 on the phone
starting-calling = { $size ->
    [one] Confirmed; calling one person
   *[other] Confirmed; calling { $size } people
}
starting-live = In conference, { $joined } connected
starting-then = { $size ->
    [one] Once 1 is pressed we call the other person. Before that nobody else is called.
   *[other] Once 1 is pressed we call { $size } people. Before that nobody else is called.
}
starting-cancel = Cancel
starting-again = Start again
starting-other = Use another host phone
started-cancelled = Cancelled; nobody else was called
started-host-busy = The host's phone is busy
started-host-failed = The host's phone could not be reached
started-host-no-answer = The host did not answer
started-not-confirmed = 1 was not pressed on the host's phone
advice-host-busy = Nobody else was called. Start again when the line is free.
advice-host-failed = Nobody else was called. Check the number and the phone, or use another one.
advice-host-no-answer = Nobody else was called. Keep the phone at hand and start again.
advice-not-confirmed = Nobody else was called. After answering, listen to the prompt and press 1.

## Errors, by the server's code

error-no-parties = Please add at least one person
error-same-number = This number is on the list already
error-too-many-parties = { $most } at most, host included
error-too-many-legs = Too many calls at the same time; try again when another conference has ended
error-too-many-calls = Too many calls lately; please try again later
error-host-in-conference = This host phone is in a conference. End that one first, or use another phone
error-cap-reached = The spending cap you set has been reached. To go on, raise or remove it in Settings
error-not-activated = This number has not been activated yet
error-too-many-quick-calls = Too many starts; please try again in { $wait }
error-too-many-starts = This host phone was called very often; please try again in { $wait }

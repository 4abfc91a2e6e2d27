# The words of the pages after the first one.

## Logging in, registering, recovering

login-first = Log in to go on
login-back = Back to log-in
recover-title = Recover your password
recover-lead = We call your registered number and read out a code of six digits.
recover-ask = Call my number
recover-told = If this number is registered, it will ring now. Answer { $number }, press 1, and enter the code you hear below.
recover-done = Your password was changed, and you are logged in
register-title = Register
register-lead = Registered users keep contacts, groups and host phones, and see their records. It is free.
register-steps = Steps of the registration
register-step-agree = Agreement
register-step-particulars = Your details
register-step-call = Code by phone
register-step-done = Done
register-number-hint = A postpaid Beijing Unicom landline (6 or 8 first) or mobile. Charges go to this number.
register-name-hint = The people you call hear or see this name
register-send = Next: the code by phone
register-back = Back
registered = You are registered
agreement-title = 116323 multi-party call user agreement
agreement-agree = I have read and agree to the 116323 multi-party call user agreement
agreement-needed = Please read the agreement, then tick “I have read and agree”
agreement-continue = Agree and register
agreement-print-page = Open the agreement in a new page (for printing)

## The code by phone

call-to = We are calling { $number }. Answer, and note the code of six digits.
call-to-host = We will call { $number }. Answer and press 1 to hear the 6-digit code.
call-asked = Arranging the call
call-dialling = Calling
call-ringing = Ringing: please answer
call-speaking = Reading out the code
call-spoken = Read out: enter the code you heard
call-no-answer = No answer
call-busy = The line is busy
call-failed = The call did not get through
call-limited = This number was called a short while ago, or too often. It is not being called now: call again later.
call-not-eligible = Sorry, your number cannot use this service yet
call-refused = Whoever answered pressed 9 (“not me”), so it was stopped. This number cannot be used here for 24 hours.
call-used = Confirmed
call-expired = The code has expired: have it called again
call-again = Call again
call-again-in = Call again (in { $wait })
code = Code
code-tries = { $count ->
    [one] Six digits, 1 try left
   *[other] Six digits, { $count } tries left
}
code-six = Enter the six digits you heard on the phone
confirm-activation = Confirm activation
wait-lead = Within two minutes, dial 116323 from your postpaid Beijing Unicom landline or mobile to open this service
wait-number = Dial from { $number }
wait-left = { $wait } left
wait-goes-on = This page goes on by itself when you have dialled
wait-dialled-long = Your call is here. Please hang up: we call you back at once with the code.
wait-over = Time is up
wait-over-long = No call came in two minutes. Start the time again when you are ready, then dial 116323.
wait-restart = Start the time again
wait-step-waiting = Waiting for your call
wait-step-dialled = Your call is here
wait-step-activated = Activated

## Rates

rates-title = Rates
rates-lead = No monthly fee, one price for local and long distance: you pay for what you talk.
rates-dial-in = Rates for calls started by dialling 116323
rates-web = Rates for calls started on the web
rates-item = Item
rates-price = Price
rates-call = Talking
rates-call-next = From { $from }
rates-price-each = ¥{ $price } per { $seconds } s and party
rates-connect = connection fee ¥{ $price } a call
rates-minimum = charged as { $seconds } seconds at least
rates-most = ¥{ $price } a call and party at most
rates-host-free = free for the host
rates-increment = by { $seconds } seconds, a started unit counts whole; from { $from }
rates-monthly = Monthly fee
rates-none = None
rates-example = Work it out
rates-example-text = { $parties } parties talk for { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
} at ¥{ $price } per minute and party:
rates-example-other = { $parties } parties talk for { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}, by the price above of calls started by dialling:
rates-parties = Parties (with the host)
rates-minutes = Minutes each
rates-formula = { $parties } parties × { $minutes } min × ¥{ $price } =
rates-sum-later = Working it out
rates-sum-missing = It cannot be worked out right now
rates-rules = How it is charged
rates-rule-host = The host is a party too: a call of three people has three parties.
rates-rule-minute = Each party's time runs from answering to hanging up; a started minute counts whole.
rates-rule-unit = Each party's time runs from answering to hanging up; a started unit counts whole.
rates-rule-missed = Numbers that were not connected cost nothing.
rates-rule-payer = All charges go to the number you registered. The others pay us nothing.
rates-rule-distance = Local and long distance cost the same.

## By phone

by-phone-help = All keys explained
start-dial = Dial [116323] from your mobile or landline
start-press = When asked, press [1] to start a call
start-numbers = Key in a number, then [#]; the next number, then [#]
start-go = After the last one press [#] alone, and the calling begins

## Start now

quick-lead = No registration: one phone call is enough.
quick-register = Want to keep contacts and groups, and see your records? Register, it is free.

## Conferences, reservations, records

conference-title = My conferences
reservations-title = Reservations

## Not found

not-found-title = There is no such page
not-found-text = The address may be mistyped, or the page has moved.
not-found-home = Go to the home page

## Errors: the server gives the code

error-not-eligible = Sorry, your number cannot use this service yet
error-not-eligible-number = Sorry, your number cannot use this service yet
error-bad-name = A name has 1 to 32 characters
error-bad-note = A note has 64 characters at most
error-bad-email = The e-mail address is not complete, for example name@example.com
error-bad-cap = Enter an amount from 1 to 10,000 yuan, or leave it empty for no limit
error-common-password = This password is too common and easy to guess
error-short-password = The password is too short
error-long-password = The password is too long
error-wrong-password = The password is wrong
error-old-agreement = The agreement has a new version. Reload the page and read it again.
error-too-many-codes = Too many calls. Try again in { $wait }.
error-too-soon = You can have it called again in { $wait }
error-wrong-code = { $tries_left ->
    [one] The code is wrong; 1 try left
   *[other] The code is wrong; { $tries_left } tries left
}
error-no-tries-left = No tries are left. Please go back and start again.
error-code-expired = The code has expired. Have it called again.
error-no-code-yet = The code has not been read out yet. Please answer the call.
error-refused-by-phone = Whoever answered pressed 9 (“not me”), so it was stopped
error-code-used = This code has been used. Registering or the change is done: please log in.
error-nothing-to-change = There is nothing to change.
error-registered-number-stays = The registered number cannot be deleted.
error-unknown-member = Somebody is not in the address book any more. Please reload and try again.
error-already-registered = This number is registered already. Please log in.
error-not-found = It was not found; it may have been deleted
error-no-idempotency-key = The request was incomplete. Reload the page and try again.
error-key-used-otherwise = The request was repeated. Reload the page and try again.
error-host-number-there = This number is in your list already
error-too-many-host-numbers = At most { $most } host phones
error-too-many-contacts = At most { $most } contacts
error-too-many-groups = At most { $most } groups
error-too-many-members = At most { $most } people in a group
error-conference-going-on = A conference is going on. Close the account when it has ended.
error-already-started = The conference has begun
error-too-many-statements = Looked up very often. Try again in { $wait }.
error-statement-too-long = More than { $most } lines: ask the service for the file
error-bad-month = Records of { $oldest } to { $newest } can be looked at
error-bad-minutes = The planned length is { $least } to { $most } minutes
error-bad-time = Choose a time that exists
error-bad-title = The subject has { $most } characters at most
error-bad-until = Choose a date after the first one that can still be reserved
error-changed-meanwhile = This reservation was changed a moment ago; please look again
error-reservation-over = This reservation is over or cancelled
error-slot-full = That minute is full; choose another time
error-too-far-ahead = That date is too far ahead
error-too-many-reservations = Too many reservations: { $most } may be ahead at a time
error-too-short-notice = That is too soon; choose a later time

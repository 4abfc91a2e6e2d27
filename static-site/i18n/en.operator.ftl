# The operator desk: the page of the operators themselves

desk-title = Operator desk
desk-login-title = Operators log in
desk-login-lead = For operators only. Customers log in on the home page.
desk-login = Login
desk-login-of = login { $login }
desk-leave = Leave the desk
error-bad-desk-login = The login or the password is wrong
error-not-agreed = The customer has not agreed, or the time is over. Please call them again.

## The customer agrees

desk-verify-title = The customer’s number
desk-number = The customer’s registered number
desk-number-hint = The number that pays
desk-call = Call the customer to agree
desk-call-again = Call again
desk-asked = Asking { $number } to agree
desk-heard-title = What the customer hears
desk-heard = An operator of 116323 is to act for you, as you asked. To agree, press 1. If this was not you, press 9.
desk-heard-1 = 1: you may act for this customer for 30 minutes
desk-heard-9 = 9: it was not them; this number is not called for 24 hours
desk-heard-hang-up = While the customer talks to you the line is busy: ask them to hang up first
desk-state-asked = The call is being arranged
desk-state-dialling = Calling
desk-state-ringing = Ringing
desk-state-speaking = The customer has answered and listens
desk-state-no-answer = Not answered, or no key pressed to agree
desk-state-busy = The line is busy
desk-state-failed = Not connected
desk-state-limited = This number was called too often. Please try again later.
desk-state-not-eligible = This number cannot use the service
desk-state-refused = The customer pressed 9 (this was not them): no more calls for 24 hours
desk-state-expired = The time is over. If need be, call the customer again.

## Acting for the customer

desk-no-name = No name registered
desk-left =
    { $minutes ->
        [one] { $minutes } minute left, until { $until }
       *[other] { $minutes } minutes left, until { $until }
    }
desk-finish = Finish
desk-finished = Finished
desk-add-contact = New contact
desk-contact-hint = A mobile, or a fixed line with its area code
desk-contact-note = Note
desk-contact-save = Save
desk-contact-added = { $name } was added
desk-reservations = The customer’s reservations
desk-none = No reservations ahead
desk-host-of = Host { $number }
desk-parties-of = { $count } parties
desk-cancel-title = Cancel the reservation?
desk-cancel-text = { $when }, { $count } parties
desk-keep = Keep it
desk-cancel = Cancel the reservation
desk-cancel-this = Cancel this one
desk-cancel-series = Cancel the whole series
desk-cancelled =
    { $count ->
        [one] The reservation is cancelled
       *[other] { $count } reservations are cancelled
    }

## Reserving

desk-reserve = Reserve for the customer
desk-change = Change the reservation
desk-host = Host’s phone

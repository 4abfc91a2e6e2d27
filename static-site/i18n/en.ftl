# The words that every page uses, and those of the pages open to everybody.

## Shell

brand = 116323 Multi-party calls
brand-name = Multi-party calls
page-title = { $page } · 116323 Multi-party calls
skip = Skip to content
nav = Main
nav-home = Home
nav-rates = Rates
nav-help = Help
agreement-short = Agreement
nav-conference = Calls
nav-reservations = Reserve
nav-contacts = Contacts
nav-records = Records
nav-settings = Settings
footer-nav = Site
footer-line = 116323 Multi-party calls · conferences by telephone, at once
offline = The network is gone. Phone calls are not affected.
language-other = 切换为中文
language-other-short = 中文
theme-light = Switch to light
theme-dark = Switch to dark
account-menu = Account of { $name }
login = Log in
logout = Log out
register-now = Register
quick = Start now
toasts = Notices

## Common

ok = OK
cancel = Cancel
close = Close
confirm = Confirm
retry = Try again
print = Print
optional = (optional)
loading = Loading
working = Working
step-done = done
yuan = ¥{ $amount }
price-each = ¥{ $price }/minute/party
wait-seconds = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}
wait-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
wait-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}

## Forms

name = Name
name-missing = Enter your name
number = Phone number
number-missing = Enter a phone number
number-registered = The phone number you registered
number-other = Use another number
number-area-added = Beijing's area code 010 was added
email = E-mail
password = Password
password-missing = Enter a password
password-rules = { $least } characters or more, nothing easy to guess
password-show = Show password
password-hide = Hide password
new-password = New password
repeat-password = Repeat the password
repeat-password-missing = Enter the password once more
repeat-password-differs = The two passwords differ
forgotten-password = Forgot password?
field-missing = Please fill this in
field-mismatch = This does not have the right form
field-too-short = { $least } characters or more, please
field-too-long = { $most } characters at most

## Home

home-title = 116323 Multi-party calls
home-promise = No visit to a shop: dial, and you are talking
home-or-dial = Or dial 116323 from your mobile or landline
home-welcome = Welcome, { $name }
home-number = Registered number { $number }
home-enter = Go to my conferences
fact-no-fee = No monthly fee
fact-distance = Local or long distance, one price
ways-title = Three ways to start, wherever you are
way-phone = Dial 116323
way-phone-text = Key in the numbers as the voice tells you. Each of them is called, and whoever answers can talk.
way-phone-link = How to dial
way-web = From the web
way-web-text = Enter the numbers and start. You see who is in the call and who is not.
way-web-link = Start now
way-later = By reservation
way-later-text = Set a time and the people. When it comes, everybody is called, and nobody forgets.
way-later-link = Reserve
advantages-title = Why multi-party calls
advantage-at-once = Works at once
advantage-at-once-text = Your first call to 116323 opens the service for your number.
advantage-no-fee = Low price
advantage-no-fee-text = No monthly fee. You pay for what you talk.
advantage-distance = Local or long distance
advantage-distance-text = Whatever city they are in, the price is the same.
advantage-one-bill = A clear bill
advantage-one-bill-text = All charges go to the number you registered, and each one is in your records.
advantage-any-phone = Any phone will do
advantage-any-phone-text = The others just answer. Nothing to register, nothing to install.
advantage-control = You are in control
advantage-control-text = Add, mute, hang up, end: with the keypad or on the web.
scenes-title = When it helps
scene-tasks = Assigning work
scene-agree = Agreeing at work
scene-friends = Meeting friends
scene-discuss = Group discussions
scene-trip = Planning a trip
scene-ideas = Sharing ideas
scene-class = Class reunions
scene-family = Family calls

## First use

first-question = This is your first visit. Would you like help?
first-offer = Four steps, one minute. You find them under “Help” at any time.

## Errors: the server gives the code

error-unknown = Something went wrong. Please try again later.
error-offline = The network cannot be reached; phone calls are not affected. Check it and try again.
error-timeout = The server did not answer in time. Please try again.
error-busy = The system is busy. Please try again later.
error-bad-input = This is not accepted as it is
error-bad-login = The phone number or the password is wrong
error-too-many-logins = Too many attempts. Try again in { $wait }.
error-bad-number = This does not look like a phone number
error-number-not-allowed = This number cannot be used
error-no-session = You are logged out. Please log in again.
error-cross-site = The request was refused. Reload the page and try again.
error-too-large = That is too much at once.
error-http-404 = It was not found
error-http-405 = The server does not do this
error-http-413 = This is too large
error-http-504 = The server did not answer in time. Please try again.

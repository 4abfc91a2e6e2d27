# Call records.

records-title = My call records
records-lead = How long each call was, what it cost, and why. All times are Beijing's.
records-month = Month
records-option = { $month } · { $state }
records-query = Show
records-told = { $month }: { $count } { $count ->
    [one] conference
   *[other] conferences
}, { $amount }
records-none = No calls in { $month }
records-start = Start a conference

## Sums

records-state = State
records-state-open = not billed yet
records-state-none = no calls
records-state-parked = being checked
records-state-closed = billed
records-times = Conferences
records-calls = { $count } { $count ->
    [one] call
   *[other] calls
}
records-legs = Calls
records-minutes = Party minutes
records-charge = Charge
records-open = This month is not billed yet: its charge grows with every call.
records-parked = { $count } { $count ->
    [one] call is
   *[other] calls are
} being checked with the phone network. The charge of this month may still change.
records-closed = Billed on { $date }: { $amount }
records-after = Billed on { $date }: { $amount }; corrected since then: { $after }
records-save-csv = Export CSV
records-save-xlsx = Export Excel
records-saved = { $name } is saved
records-print = Print statement
records-filling = Loading all records: { $done } of { $total }

## Charts

records-by-day = Charge by day
records-by-month = Charge by month
records-day = Day
records-chart = { $name }: the highest is { $when }, { $amount }. All numbers are in the table below.
records-as-table = Show the numbers

## Details

records-list = Calls
records-all = { $count } { $count ->
    [one] record
   *[other] records
}
records-loaded = { $count } { $count ->
    [one] record
   *[other] records
} loaded
records-more = Load more
records-way-web = from the web
records-way-dial-in = by phone
records-parties = { $count } { $count ->
    [one] party
   *[other] parties
}
records-party-minutes = { $count } party { $count ->
    [one] minute
   *[other] minutes
}
records-parties-of = The conference of { $when }: how each party is charged
records-corrected = corrected
records-not-whole = some records may not be loaded yet
records-party = Party
records-host = host
records-guest = party
records-times-of = From – to
records-seconds = Length
records-billed = Minutes
records-formula = How it is charged
records-proof = Tariff and check
records-check = Check
records-checked-yes = checked
records-checked-no = to be checked
records-checked-doubt = in doubt
records-tariff = Tariff { $tariff }, version { $version }
records-copy = Copy the call's id { $sid }
records-copied = The call's id is copied
records-not-copied = The browser forbids it: select the id and copy it
records-units = { $units } × { $price }
records-units-of = { $units } × { $price } (per { $seconds } s)
records-connect = connection fee { $amount }
records-capped = { $text }, capped
records-free = no charge
records-free-host = free for the host
records-reason-rerated = Correction: rated anew
records-reason-provider = Correction: by the network's record
records-reason-other = Correction
records-corrected-on = corrected { $date }
records-reference = by { $reference }

## By phone

records-by-phone = Hear this month's charge by phone
records-press = When asked, press [4]
records-hear = You hear the minutes and the charge of this month

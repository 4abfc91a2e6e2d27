# The statement on paper.

records-sheet = 116323 多方通话 · Statement
records-file = 116323 statement { $month }
records-payer = Charged to
records-printed = Printed
records-partial = Only the first { $count } records, those that are loaded, are listed. “Print statement” on the page prints all.
records-apart = This statement may not be complete: a call ended while it was read, and the records do not add up to the sums. The sums are right.
records-how = How the charge comes about
records-how-minute = Each party's time runs from answering to hanging up; a started unit counts whole. Who was not reached costs nothing.
records-how-formula = A charge is the number of units × the price, with a connection fee if the tariff has one, and never more than its most. The tariff is the one that was in force when the call was answered.
records-how-host = All charges go to the number you registered; the host is a party too.
records-how-correction = A record is never changed. A correction is a line of its own, in the month and the conference of its call.
records-how-check = “Checked” means that every call of the conference agrees with the phone network's own list.

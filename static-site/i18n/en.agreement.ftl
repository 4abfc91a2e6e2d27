# The full text of the agreement. A change of content takes a new version (components/agreement-text.js).

agreement-version = Version { $version }
agreement-article = { $number }. { $title }

agreement-parties = The parties, and when it applies
agreement-parties-text =
    This agreement is between the operator of the 116323 multi-party call service (“we”) and the user who registers for it (“you”).
    It applies from when you have ticked “I have read and agree” and completed the activation. If you are under eighteen, your guardian must read it and agree for you.
agreement-service = The service
agreement-service-text =
    By dialling 116323, or through this site, you can talk with several people at once. We call the people you name and connect those who answer to one room.
    Contacts, groups, host phones and records come with the service at no extra charge. The number of people in a call is limited, as published on the site.
agreement-eligibility = Who may use it
agreement-eligibility-text =
    Calls may be started from Beijing Unicom's postpaid landlines (6 or 8 first) and mobiles. Any other phone may be called and take part.
    A number that is suspended, transferred, turned into prepaid or ported away may no longer qualify, and we may then stop it from starting calls.
agreement-registration = Registration and activation
agreement-registration-text =
    Registering takes your phone number, name and a password; an e-mail address is optional. What you give must be true, and kept up to date.
    We call the number and read out an activation code to make sure that it is yours. Do not register for others, and tell nobody the code.
agreement-fees = Charges
agreement-fees-text =
    Talking costs ¥0.2 per minute and party, local or long distance, with no monthly fee. The rates for calls started by phone and on the web are published separately under “Rates”.
    The host is a party. Each party's time runs from answering to hanging up, and a started minute counts whole. Numbers that are not connected cost nothing.
    Bills rest on the durations recorded by the voice provider. If you doubt a charge, tell us within six months of the bill; we check it line by line.
agreement-payer = Who pays
agreement-payer-text =
    All charges go to the number you registered, whichever host phone you start from. The others pay us nothing.
    Calls started from host phones that you have added are charged to you as well.
agreement-conduct = Conduct
agreement-conduct-text =
    The service must not be used to harass, to advertise in bulk, to defraud, to pose as somebody else, or for anything else against the law. Make sure that the people you call want to be called.
    To prevent abuse we limit the calls in an hour and the calls at one time. If you break this article we may stop the service and report it as the law provides.
    We neither record calls nor listen in. Whoever wants to record must first have the consent of everybody present.
agreement-data = Personal information
agreement-data-text =
    To provide the service we keep your phone number, name, e-mail address (if given), language and other settings; your log-ins; and the numbers, times, durations and charges of each call you start. Passwords and codes are kept only in a form that cannot be turned back.
    Call records are kept for as long as the law requires, for billing and checking, and are then deleted. Everything else is kept until you delete it or close your account.
    You can see, correct and export your information at any time, and close your account. We give it to nobody, except where the law requires it or a call could not be connected otherwise.
agreement-contacts = Other people's information in your contacts
agreement-contacts-text =
    Contacts and groups hold the names and numbers of other people. Keep only those you have reason to call, and delete them when they ask you to.
    We use them as you tell us to, that is to call and to show them, and for nothing else. Deleted contacts can be restored for a day and are gone for good after that.
agreement-abroad = Voice provider, and processing abroad
agreement-abroad-text =
    Calls are connected by a voice provider on our behalf. The calling and called numbers and the time and state of the call are passed on to it.
    Some of its facilities may be abroad, so this information may be processed abroad. We require the provider to use it for connecting and billing calls only, and to keep it confidential. By agreeing you consent to this separately; if you do not, please do not register.
agreement-security = Password and security
agreement-security-text =
    Keep your password safe and share it with nobody. What is done with it counts as done by you.
    If somebody else is using your account, change the password at once and log out the other devices under “Devices”. We never ask you for your password or a code.
agreement-quality = Quality and liability
agreement-quality-text =
    We do our best to keep the service up, but faults of phone networks, power or the internet may interrupt it. It is not for emergencies: dial 110, 119 or 120 directly.
    What we have charged too much by our own fault is paid back in full. For force majeure, liability is as the law provides.
agreement-changes = Changes
agreement-changes-text =
    We publish changes of rates or of this agreement on the site at least thirty days ahead. For important changes in how personal information is handled we ask for your consent again.
    If you do not agree, you may close your account before the change applies; calls until then are charged at the old rates.
agreement-closing = Closing the account, and disputes
agreement-closing-text =
    You may close your account under “Settings” at any time. Contacts, groups and host phones are then deleted at once; records that the law tells us to keep are kept until their time is over. Charges already incurred remain due.
    The law of the People's Republic of China applies. Disputes are settled by talking first, and otherwise by the competent people's court in Beijing. The Chinese text prevails.

# The words of the pages behind the login: address book and settings.

## Address book

contacts-tab-people = Contacts
contacts-tabs = Parts of the address book
contacts-new = Add
contacts-edit-one = Edit { $name }
contacts-remove = Delete
contacts-remove-one = Delete { $name }
contacts-removed = { $count ->
    [one] { $count } contact deleted
   *[other] { $count } contacts deleted
  }
contacts-restored = Restored
contacts-import = Import
contacts-export = Export
contacts-count = { $count ->
    [one] { $count } contact
   *[other] { $count } contacts
  }
contacts-count-found = { $found } of { $count } contacts
contacts-loading = { $count } loaded, more to come…
contacts-list = Contacts
contacts-empty = There is nobody in your address book yet. Add somebody, or import a table.
contacts-select-all = Select all
contacts-select-one = Select { $name }
contacts-selected = { $count } selected
contacts-select-none = Select none
contacts-column-name = Name
contacts-column-number = Number
contacts-column-groups = Groups
contacts-column-note = Note
contacts-column-actions = Actions
contacts-groups-more = { $count } more
contact-new-title = Add a contact
contact-edit-title = Edit the contact
contact-name = Name
contact-number = Number
contact-number-hint = A mobile, or a landline with its area code; a Beijing landline may be its 8 digits alone
contact-second = Second number
contact-note = Note
contact-save = Save
contact-added = { $name } added
contact-saved = { $name } saved

## Groups

groups-new = Add
groups-search = Search groups
groups-count = { $count ->
    [one] { $count } group
   *[other] { $count } groups
  }
groups-list = Groups
groups-empty = There is no group yet. Put the people you often talk to into one: a tap on it invites them all.
groups-empty-contacts = A group is made of contacts. Add contacts to your address book first.
groups-none-found = No group matches “{ $query }”.
groups-no-members = No members yet
groups-others = { $names } and others
groups-comma = {", "}
groups-number = No. { $number }
groups-by-phone = To call a group by phone: dial 116323, press 5, enter its number, press pound.
groups-edit-one = Edit the group { $name }
groups-remove-one = Delete the group { $name }
groups-removed = Group “{ $name }” deleted
group-new-title = Add a group
group-edit-title = Edit the group
group-name = Name of the group
group-members = Members
group-members-count = { $count } of { $most }
group-members-search = Search contacts
group-members-none = No contact matches
group-members-full = All { $most } places are taken; unselect somebody to choose another
group-members-chosen = Selected only
group-save = Save
group-added = Group “{ $name }” added
group-saved = Group “{ $name }” saved

## Import

import-title = Import contacts
import-back = Back to the address book
import-intro = Choose a CSV file. You see what will happen first; nothing is saved before you say so.
import-choose = Choose a file
import-drop = or drop it here
import-limits = CSV, 1 MB at most; UTF-8 and GBK are both understood
import-template = Download a template
import-template-file = contacts-template.csv
import-template-row = Li Xiaomei,13911112222,010-82345678,Research,Research team
import-template-head = Name,Phone,Second number,Note,Group
import-columns-title = What the file looks like
import-columns-text = The first line names the columns: name, phone, second number, note, group, in any order. Without it they are read in this order. Name and phone are required; a group that does not exist is made.
import-columns-excel = In Excel or WPS, format the phone column as text before you save as CSV.
import-reading = Reading the file…
import-file-too-large = The file is larger than 1 MB. Please split it.
import-file-empty = There are no contacts in the file.
import-file-workbook = This is an Excel workbook. Save it as CSV first, then import that.
import-file-unreadable = The file’s encoding is unknown. Please save it as CSV in UTF-8.
import-file-offline = What reads the file could not be loaded. Please check the network and try again.
import-checking = Checking { $done } of { $total }
import-running = Importing { $done } of { $total }
import-checked = Checked: { $new } can be imported, { $duplicate } duplicates, { $error } with errors
import-file = { $file }, { $count ->
    [one] { $count } row
   *[other] { $count } rows
  }
import-filter = Rows to show
import-filter-all = All { $count }
import-filter-new = Importable { $count }
import-filter-duplicate = Duplicates { $count }
import-filter-error = With errors { $count }
import-list = Contents of the file
import-column-line = Line
import-column-result = Result
import-result-waiting = Waiting
import-result-new = Importable
import-result-done = Imported
import-result-duplicate = Duplicate, left out
import-result-duplicate-line = Same as line { $line }, left out
import-result-joins = Number known, joins the groups only
import-result-error = { $field }: { $text }
import-nothing-here = No such rows.
import-more = Show { $count } more
import-start = { $count ->
    [one] Import { $count } contact
   *[other] Import { $count } contacts
  }
import-join = Put into groups
import-none = Nothing to import
import-other = Choose another file
import-stop = Stop
import-stopped = Stopped. Contacts imported so far stay in the address book.
import-go-on = Continue
import-done = Import finished
import-summary-done = Imported
import-summary-duplicate = Duplicates
import-summary-error = Not imported, with errors
import-summary-waiting = Not imported yet
import-number = { $count }
import-failed-download = Download the rows not imported
import-failed-file = not-imported.csv
import-failed-reason = Reason
import-to-contacts = See the address book
import-scientific-number = The spreadsheet rounded this number; format the column as text and save again

## Settings

settings-title = Settings
settings-tabs = Parts of the settings
settings-tab-profile = My details
settings-tab-hosts = Host phones
settings-tab-password = Password
settings-tab-devices = Devices
settings-tab-data = Data and account

## My details

profile-number = Registered number
profile-number-note = All charges go to the registered number
profile-since = Registered on { $date }
profile-name = Name
profile-name-hint = People you invite hear this name
profile-email = E-mail
profile-language = Language
profile-language-zh = 中文
profile-language-en = English
profile-large = Large type
profile-large-hint = Larger letters on the whole site
profile-accept = Press 1 to join
profile-accept-hint = People you invite enter the conference only when they answer and press 1; 2 means not now. Silence and voicemail never enter and cost nothing. When this is off, whoever answers is in.
profile-call-back = Call the host back
profile-call-back-hint = When the host’s call ends during a conference, even by hanging up, we call the host back, and the conference waits for up to 60 seconds. When this is off, it ends as soon as the host leaves.
profile-call-cap = Most that one conference may cost (yuan)
profile-call-cap-hint = The host is told when a conference has cost 80% of this. At the limit nobody new can join; calls in progress are never cut off. Leave it empty for no limit.
profile-month-cap = Most that a month may cost (yuan)
profile-month-cap-hint = The host is told when the charges of a calendar month reach 80% of this. At the limit nobody new can join; calls in progress are never cut off. Leave it empty for no limit.
profile-show-title = Display
profile-calls-title = Calls
profile-data-title = Basic details
profile-save = Save
profile-saved = Saved

## Host phones

hosts-intro = You may start conferences from these numbers. Whichever you use, all charges go to the registered number.
hosts-new = Add
hosts-list = Host phones
hosts-number = Number
hosts-note = Note
hosts-registered = Registered, pays
hosts-added-on = Linked on { $date }
hosts-edit-one = Edit the note of { $number }
hosts-remove = Delete
hosts-remove-one = Delete { $number }
hosts-new-title = Add a host phone
hosts-new-text = Enter the number that the host will use, then choose OK
hosts-new-hint = We call the number and read out a six-digit code, to make sure that the phone is yours
hosts-note-hint = For example: office, home
hosts-confirm = OK
hosts-code-title = Take the code call
hosts-added = { $number } linked
hosts-edit-title = Edit the note
hosts-save = Save
hosts-saved = Note saved
hosts-remove-title = Delete the host phone?
hosts-remove-text = { $number } will no longer be able to start conferences that your account pays for. You may link it again later.
hosts-removed = { $number } deleted

## Password

password-intro = Changing it logs out every other device.
password-old = Current password
password-new = New password
password-new-hint = { $min } to { $max } characters, and not one that is easily guessed
password-repeat = New password again
password-differs = The two new passwords differ
password-save = Change password
password-saved = Password changed, other devices are logged out
password-forgotten = Forgot the current password?

## Devices

devices-intro = These devices are using your account. If you do not know one of them, log it out and change your password.
devices-list = Devices logged in
devices-this = This device
devices-unknown = Unknown browser
devices-active = Last used { $date }, { $time }
devices-since = Logged in { $date }, { $time }
devices-log-out = Log out
devices-log-out-one = Log out { $browser }
devices-log-out-all = Log out all other devices
devices-all-title = Log out all other devices?
devices-all-text = { $count ->
    [one] The other login ends and needs the password again.
   *[other] The { $count } other logins end and need the password again.
  }
devices-gone = The device is logged out
devices-all-gone = All other devices are logged out
devices-only = No other device is logged in.

## Data and account

data-export-title = Export my data
data-export-text = Your details, address book, groups, host phones and call records in one JSON file.
data-export = Export my data
data-close-title = Close the account
data-close-text = After closing, { $number } can neither log in here nor start calls, unless it registers again. What is deleted cannot be restored.
data-close-deleted = Deleted at once
data-close-deleted-text = Address book, groups, host phones, logins
data-close-kept = Kept as the law asks
data-close-kept-text = Call records and what operators did for you, for as long as the law demands, and then deleted. Charges not yet paid stay due.
data-close-export-first = You may export your data first.
data-close-password = Your password
data-close = Close account
data-close-sure-title = Close the account?
data-close-sure-text = The address book, groups and host phones of { $number } are deleted at once and cannot be brought back.
data-close-sure = Close and delete
data-closed-title = The account is closed
data-closed-text = You are logged out. Your address book, groups and host phones are deleted. The number may register again at any time.
data-closed-home = To the home page

---- MODULE ResetLink ----
(*
Links that reset a password: the owner asks for one, it comes by mail, and opening it sets a new
password.

Claim: whoever finds the mail later cannot use its link again.

Modelled: which links work, which have been used, and whose password the account has. Left out:
guessing of links (assumed to be impossible) and expiry (it only removes links).

Bounds: two links, so that an old one and a new one are there at the same time.
*)
CONSTANT Links

VARIABLES
  working,   \* the links that the server accepts
  used,      \* the links that somebody has opened
  found,     \* the links in mails that a stranger has found
  password   \* whose password opens the account

vars == <<working, used, found, password>>

TypeOK ==
  /\ working \subseteq Links
  /\ used \subseteq Links
  /\ found \subseteq Links
  /\ password \in {"owner", "stranger"}

Init ==
  /\ working = {}
  /\ used = {}
  /\ found = {}
  /\ password = "owner"

\* The links that the server accepts after one was opened. The red model changes only this.
WorkingAfter(link) == working \ {link}

\* Whose password opens the account after a person opened a link and chose a password.
PasswordAfter(link, person) == IF link \in working THEN person ELSE password

\* The owner asks for a link and gets a new one.
Ask(link) ==
  /\ link \notin working \cup used
  /\ working' = working \cup {link}
  /\ UNCHANGED <<used, found, password>>

\* The owner opens the link and sets a new password.
Open(link) ==
  /\ link \in working \ used
  /\ used' = used \cup {link}
  /\ working' = WorkingAfter(link)
  /\ password' = PasswordAfter(link, "owner")
  /\ UNCHANGED found

\* A stranger finds a mail whose link has been used.
FindMail(link) ==
  /\ link \in used \ found
  /\ found' = found \cup {link}
  /\ UNCHANGED <<working, used, password>>

\* The stranger tries the link of that mail; nothing happens unless the server accepts it.
TryAgain(link) ==
  /\ link \in found
  /\ working' = WorkingAfter(link)
  /\ password' = PasswordAfter(link, "stranger")
  /\ UNCHANGED <<used, found>>

Next == \E link \in Links : Ask(link) \/ Open(link) \/ FindMail(link) \/ TryAgain(link)

Spec == Init /\ [][Next]_vars

\* The property. Both models check it: it holds in the green one and must break in the red one.
OwnerKeepsAccount == password = "owner"

\* A witness: without such a state, the property would hold because nothing happens.
OldMailFound == \E link \in used : link \in found /\ working # {}
====

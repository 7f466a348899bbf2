---- MODULE Session ----------------------------------------------------------
(*
A user logs in and gets two tokens: one for requests, which expires, and one to
fetch a new one.  After the logout no request is served.
*)
EXTENDS Naturals

CONSTANT Limit  \* how often the user logs in

VARIABLES logins, in, access, refresh

vars == <<logins, in, access, refresh>>

Init == logins = 0 /\ in = FALSE /\ access = FALSE /\ refresh = FALSE

Login ==
  /\ logins < Limit
  /\ logins' = logins + 1
  /\ in' = TRUE /\ access' = TRUE /\ refresh' = TRUE

Expire == access /\ access' = FALSE /\ UNCHANGED <<logins, in, refresh>>

Refresh == refresh /\ access' = TRUE /\ UNCHANGED <<logins, in, refresh>>

Logout ==
  /\ in
  /\ in' = FALSE /\ access' = FALSE /\ refresh' = FALSE
  /\ UNCHANGED logins

Next == Login \/ Expire \/ Refresh \/ Logout

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
OnlyWhileIn == access => in

==============================================================================

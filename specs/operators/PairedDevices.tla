---- MODULE PairedDevices ----------------------------------------------------
(*
The devices of OperatorScopes, the scopes that they ask for and hold, and what is
on record of them in the gateway's store.

The laptop is the attacker's, and may pair or write at first. The phone is the
owner's, with operator.admin, or is not paired and asks. What the owner gave is on
record apart from the store, because the claim is judged by it and the gateway
never reads it. roleScopesAllow says which scopes cover which.
*)
VARIABLES
    given,      \* what the owner, or an admin, has given to each device
    approved,   \* what the store says that each device is approved for
    pending,    \* the scopes that each device asks for
    token,      \* the scopes of each device's token
    hands       \* the device that has this token

Store == <<given, approved, pending, token, hands>>

Admin == "operator.admin"       \* covers all
Pairing == "operator.pairing"
Read == "operator.read"
Write == "operator.write"       \* covers Read
Scopes == {Admin, Pairing, Read, Write}
Devices == {"laptop", "phone"}
Asked(d) == IF d = "phone" THEN {{Admin}} ELSE {{Admin}, {Pairing}, {Write}}
Declared == {{s} : s \in Scopes} \cup {{Pairing, Write}}

RoleScopesAllow(requested, allowed) == \A s \in requested :
    s \in allowed \/ Admin \in allowed \/ (s = Read /\ Write \in allowed)

----
\* What was asked for is granted, and the device gets a token of all that it may have.
Grant(d, giver) ==
    /\ pending[d] # {}
    /\ given' = IF giver = "owner" THEN [given EXCEPT ![d] = @ \cup pending[d]] ELSE given
    /\ approved' = [approved EXCEPT ![d] = @ \cup pending[d]]
    /\ token' = [token EXCEPT ![d] = approved'[d]]
    /\ hands' = [hands EXCEPT ![d] = d]
    /\ pending' = [pending EXCEPT ![d] = {}]
==============================================================================

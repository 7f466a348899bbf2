---- MODULE OperatorScopes ---------------------------------------------------
(*
What an operator's connection may do, and who decides it.

Claim: a connection never holds, declares, mints or approves a scope that the
owner has not given to the device that made it.

Modelled: the way of a scope to a connection in 2026.9.6. A device asks to be
paired with some scopes (requestDevicePairing); the owner, or a connection that
may pair, approves (approveDevicePairing); the device's token then has them, and a
rotation mints another one (rotateDeviceToken). PairedDevices has the devices, and
what is on record of them. A connection declares scopes, which its token must cover
(roleScopesAllow). With the shared secret and no device it has none. A caller that
is not an admin manages its own device alone; an admin gives with the owner's
authority.

Where this departs from 2026.9.6: an approved token has all that its device is
approved for; the code adds what was asked to the token's former scopes. Left
out: other roles, bootstrap tokens, pairing without a question on the same host,
and which method wants which scope. Bounds: one connection, because its rights
depend on its own device alone; a device is approved for two scopes at most.
*)
EXTENDS PairedDevices, FiniteSets, Naturals

VARIABLE
    conn        \* the connection: by which device, as which one, with which scopes

vars == <<Store, conn>>

Closed == [by |-> "nobody", as |-> "nobody", scopes |-> {}]

Init ==
    /\ approved \in [laptop: {{Pairing}, {Write}}, phone: {{}, {Admin}}]
    /\ given = approved
    /\ pending = [d \in Devices |-> {}]
    /\ token = approved
    /\ hands = [d \in Devices |-> d]
    /\ conn = Closed

----
RequestDevicePairing(d, scopes) ==
    /\ scopes \in Asked(d)
    /\ pending[d] = {}
    /\ Cardinality(approved[d] \cup scopes) <= 2
    /\ pending' = [pending EXCEPT ![d] = scopes]
    /\ UNCHANGED <<given, approved, token, hands, conn>>

OwnerApproves(d) == Grant(d, "owner") /\ UNCHANGED conn
OwnerRejects(d) ==
    /\ pending[d] # {}
    /\ pending' = [pending EXCEPT ![d] = {}]
    /\ UNCHANGED <<given, approved, token, hands, conn>>

\* A device may present each token that it has been given.
Connect(d, as, scopes) ==
    /\ conn = Closed
    /\ hands[as] = d
    /\ RoleScopesAllow(scopes, token[as])
    /\ conn' = [by |-> d, as |-> as, scopes |-> scopes]
    /\ UNCHANGED Store

\* The shared secret says that the client may connect, and nothing of its rights.
ScopesWithoutDevice(scopes) == {}
NoDevice(scopes) == [by |-> "no device", as |-> "no device", scopes |-> scopes]
ConnectWithoutDevice(scopes) ==
    /\ conn = Closed
    /\ conn' = NoDevice(ScopesWithoutDevice(scopes))
    /\ UNCHANGED Store

Disconnect == conn # Closed /\ conn' = Closed /\ UNCHANGED Store

IsAdmin == Admin \in conn.scopes
Manages(d) == IsAdmin \/ conn.as = d
MayPair == RoleScopesAllow({Pairing}, conn.scopes)
CallerCovers(scopes) == RoleScopesAllow(scopes, conn.scopes)

\* device.pair.approve
MayApprove(d) == Manages(d) /\ CallerCovers(pending[d])
ApproveDevicePairing(d) ==
    /\ MayPair
    /\ MayApprove(d)
    /\ Grant(d, IF IsAdmin THEN "owner" ELSE "device")
    /\ UNCHANGED conn

\* device.token.rotate: the caller gets the token, and the device's connection ends.
MayMint(d, scopes) == RoleScopesAllow(scopes, approved[d]) /\ CallerCovers(scopes)
RotateDeviceToken(d, scopes) ==
    /\ MayPair
    /\ Manages(d)
    /\ token[d] # {}
    /\ MayMint(d, scopes)
    /\ token' = [token EXCEPT ![d] = scopes]
    /\ hands' = [hands EXCEPT ![d] = IF IsAdmin THEN d ELSE conn.by]
    /\ conn' = IF conn.as = d THEN Closed ELSE conn
    /\ UNCHANGED <<given, approved, pending>>

Next ==
    \/ \E d \in Devices, scopes \in Asked("laptop") : RequestDevicePairing(d, scopes)
    \/ \E d \in Devices : OwnerApproves(d) \/ OwnerRejects(d) \/ ApproveDevicePairing(d)
    \/ \E d, as \in Devices, scopes \in Declared : Connect(d, as, scopes)
    \/ \E scopes \in Declared : ConnectWithoutDevice(scopes)
    \/ \E d \in Devices, scopes \in Declared : RotateDeviceToken(d, scopes)
    \/ Disconnect

Spec == Init /\ [][Next]_vars

---- \* The claim
\* Judged by what the owner gave, not by the store.
Gave(d) == IF d \in Devices THEN given[d] ELSE {}
HoldsOnlyWhatWasGiven == RoleScopesAllow(conn.scopes, Gave(conn.by))
ApprovedOnlyWhatWasGiven == \A d \in Devices : RoleScopesAllow(approved[d], given[d])
TokenHasOnlyWhatWasGiven == \A d \in Devices : RoleScopesAllow(token[d], given[d])
MintsOnlyWhatItHolds == [][token' # token /\ pending' = pending =>
    \A d \in Devices :
        RoleScopesAllow(token'[d] \cup {Pairing}, conn.scopes) \/ token'[d] = token[d]]_vars
TokenStaysWithItsDevice == \A d \in Devices : hands[d] = d

---- \* What keeps the model honest
TypeOK ==
    /\ {given, approved, token} \subseteq [Devices -> SUBSET Scopes]
    /\ pending \in [Devices -> {{}} \cup Asked("laptop")]
    /\ hands \in [Devices -> Devices]
    /\ conn \in [by: Devices, as: Devices, scopes: Declared]
          \cup {NoDevice(scopes) : scopes \in {{}} \cup Declared} \cup {Closed}

\* Devices may ask, the owner answers as it likes, and everything granted can be used.
AskingIsFree == \A d \in Devices : \A scopes \in Asked(d) :
    pending[d] = {} /\ Cardinality(approved[d] \cup scopes) <= 2
    => ENABLED (Next /\ pending' = [pending EXCEPT ![d] = scopes])
OwnerIsFree == \A d \in Devices : pending[d] # {} =>
    \A grants \in {{}, pending[d]} :
        ENABLED (Next /\ approved' = [approved EXCEPT ![d] = @ \cup grants] /\ conn' = conn
            /\ pending' = [pending EXCEPT ![d] = {}])
ClientIsFree ==
    /\ conn = Closed => \A scopes \in Declared :
        /\ \E held \in {{}, scopes} : ENABLED (Next /\ conn' = NoDevice(held))
        /\ \A d \in Devices : RoleScopesAllow(scopes, token[d]) =>
            ENABLED (Next /\ conn' = [by |-> hands[d], as |-> d, scopes |-> scopes])
    /\ conn # Closed => ENABLED (Next /\ conn' = Closed /\ token' = token)

\* A caller that may pair manages its own device, and an admin manages all.
CallerIsFree == \A d \in Devices :
    {Pairing, Admin} \cap conn.scopes # {} /\ (conn.as = d \/ Admin \in conn.scopes) =>
        /\ pending[d] # {} /\ RoleScopesAllow(pending[d], conn.scopes) =>
            ENABLED (Next /\ approved' = [approved EXCEPT ![d] = @ \cup pending[d]] /\ conn' = conn
                /\ (Admin \in conn.scopes \/ given' = given))
        /\ \A scopes \in Declared : token[d] # {}
            /\ RoleScopesAllow(scopes, conn.scopes) /\ RoleScopesAllow(scopes, approved[d]) =>
            ENABLED (Next /\ token' = [token EXCEPT ![d] = scopes] /\ pending' = pending
                /\ conn' = (IF conn.as = d THEN Closed ELSE conn))

\* What is asked for stands until it is answered, and only a yes adds to what is approved.
AnswersAreInOrder == [][\A d \in Devices :
    /\ pending'[d] # pending[d] => {} \in {pending[d], pending'[d]}
    /\ approved'[d] # approved[d] => approved'[d] = approved[d] \cup pending[d] /\ pending'[d] = {}
    /\ given'[d] # given[d] => given'[d] = given[d] \cup pending[d] /\ approved' # approved
    /\ pending[d] # {} /\ pending'[d] = {} /\ given # given' => token'[d] = approved'[d]]_vars

\* A rotation changes a token that there is, and leaves the device no open connection.
TokensAreInOrder == [][\A d \in Devices : token'[d] # token[d] /\ pending' = pending =>
    token[d] # {} /\ approved' = approved /\ (conn.as = d => conn' = Closed)]_vars
ConnectionsAreInOrder == [][conn' # conn =>
    Closed \in {conn, conn'} /\ UNCHANGED <<given, approved, pending>>]_vars

---- \* Witnesses
PhoneIsAdmin == conn.by = "phone" /\ conn.scopes = {Admin}
LaptopPairsPhone == conn.by = "laptop" /\ approved["phone"] = {Admin} /\ Admin \in conn.scopes
UpgradeWaits == pending["laptop"] = {Admin} /\ conn.as = "laptop" /\ conn.scopes = {Pairing}
TokenNarrowed == token["laptop"] = {Pairing} /\ approved["laptop"] = {Pairing, Write}
ReadByWrite == conn.scopes = {Read} /\ approved["laptop"] = {Write} /\ conn.by = "laptop"
SecretAlone == conn.by = "no device"
==============================================================================

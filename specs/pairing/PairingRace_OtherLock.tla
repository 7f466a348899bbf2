---- MODULE PairingRace_OtherLock --------------------------------------------
(*
Fault: approval holds the lock of the requests while it writes the allow list, and
takes that for enough. A chat command that adds somebody takes the lock of the allow
list: the two overlap, and the later write, or the creation of a list that seemed to
be missing, replaces the list without the other's entry, which the owner was told is
there.
*)
EXTENDS PairingRace

ProgramUnderTheOtherLock(p) ==
    IF IsAllowList /\ p = CommandLine THEN <<"read", "write", "reply">>
    ELSE <<"lock", "look", "create", "read", "write", "reply">>
==============================================================================

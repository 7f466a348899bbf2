---- MODULE PairingRace_LostUpdate -------------------------------------------
(*
Fault: the handlers honour the lock, but the owner's command line, a process of
its own, does not take it. It reads the file, a handler adds a row and tells the
sender so, and the command line then replaces the whole file by what it had read
less the approved row: the new row is gone, though the cap is never exceeded.
Realistic wherever a second program edits a file that a server rewrites.
*)
EXTENDS PairingRace

ProgramOfRudeCommandLine(p) ==
    IF p = CommandLine /\ ~IsAllowList THEN <<"read", "write", "reply">>
                                        ELSE <<"lock", "look", "create", "read", "write", "reply">>
==============================================================================

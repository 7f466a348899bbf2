---- MODULE StoresLoseNothing ------------------------------------------------
(*
A file like those that hold settings, pairings, approvals and sessions (StoredFile),
and two processes that change it: the gateway and the command line.

Claim: every change that was acknowledged is kept, whoever else writes, also in
a file that did not exist before, across crashes, and past a file that cannot be
read. An unreadable file is left as it is until somebody repairs it.

Modelled: the two protocols in use. With a lock: take it, look for the file,
create it, read it, write it (pairing/pairing-store.js withFileLock,
config/sessions/store.js). By comparison: read the file, and write only if it is
still what was read (the hash in exec.approvals.set and config.set). Both replace
the file whole, through a temporary file that is renamed. A writer may crash at any
step, and its lock is then free.

Where this departs from 2026.1.29: infra/exec-approvals.js has neither a lock nor
a temporary file, and takes an unreadable file for an empty one; pairing-store.js
looks for the file before it takes the lock; the hash is compared by one process
alone. Left out: changes that take entries away, and more entries for a writer.
*)
EXTENDS StoredFile

Init ==
    /\ protocol \in {"lock", "compare"}
    /\ had \in BOOLEAN
    /\ file = IF had THEN Whole({Owner}) ELSE Missing
    /\ lock = "nobody"
    /\ stage = [w \in Writers |-> "idle"]
    /\ seen = [w \in Writers |-> Missing]
    /\ told = {}

\* What the lock is needed for, and what a comparison looks at.
MayLook(w) == lock = w
MayRead(w) == lock = w
Unchanged(w) == file = seen[w]

\* Is a file that is there one to go on with?
Usable(found) == found.is # "unreadable"

\* A crash leaves a temporary file at most.
AfterCrash(w) == file

Stop(w) ==
    /\ stage' = Moved(w, "idle")
    /\ lock' = IF lock = w THEN "nobody" ELSE lock

----
Begin(w) ==
    /\ stage[w] = "idle"
    /\ w \notin told
    /\ stage' = Moved(w, "begun")
    /\ UNCHANGED <<protocol, had, file, lock, seen, told>>

TakeLock(w) ==
    /\ protocol = "lock"
    /\ stage[w] # "idle"
    /\ lock = "nobody"
    /\ lock' = w
    /\ UNCHANGED <<protocol, had, file, stage, seen, told>>

LookForFile(w) ==
    /\ protocol = "lock"
    /\ stage[w] = "begun"
    /\ file.is = "missing"
    /\ MayLook(w)
    /\ stage' = Moved(w, "creating")
    /\ UNCHANGED <<protocol, had, file, lock, seen, told>>

CreateFile(w) ==
    /\ stage[w] = "creating"
    /\ file' = Whole({})
    /\ stage' = Moved(w, "found")
    /\ UNCHANGED <<protocol, had, lock, seen, told>>

\* Where a comparison decides, a missing file is read as such.
AtTheFile(w) ==
    /\ stage[w] \in {"begun", "found"}
    /\ protocol = "lock" => file.is # "missing" /\ MayRead(w)

ReadFile(w) ==
    /\ AtTheFile(w)
    /\ Usable(file)
    /\ seen' = [seen EXCEPT ![w] = file]
    /\ stage' = Moved(w, "read")
    /\ UNCHANGED <<protocol, had, file, lock, told>>

RefuseFile(w) ==
    /\ AtTheFile(w)
    /\ ~Usable(file)
    /\ Stop(w)
    /\ UNCHANGED <<protocol, had, file, seen, told>>

WriteFile(w) ==
    /\ stage[w] = "read"
    /\ IF protocol = "lock" THEN lock = w ELSE Unchanged(w)
    /\ file' = Whole(Entries(seen[w]) \cup {w})
    /\ told' = told \cup {w}
    /\ Stop(w)
    /\ UNCHANGED <<protocol, had, seen>>

StartOver(w) ==
    /\ protocol = "compare"
    /\ stage[w] = "read"
    /\ ~Unchanged(w)
    /\ stage' = Moved(w, "begun")
    /\ UNCHANGED <<protocol, had, file, lock, seen, told>>

Crash(w) ==
    /\ stage[w] # "idle"
    /\ file' = AfterCrash(w)
    /\ Stop(w)
    /\ UNCHANGED <<protocol, had, seen, told>>

Next ==
    \/ \E w \in Writers :
        \/ Begin(w) \/ TakeLock(w) \/ LookForFile(w) \/ CreateFile(w) \/ ReadFile(w)
        \/ RefuseFile(w) \/ WriteFile(w) \/ StartOver(w) \/ Crash(w)
    \/ Damage \/ Repair

Spec == Init /\ [][Next]_vars

---- \* The claim
AcknowledgedStays == told \subseteq file.entries
OldStays == had => Owner \in file.entries
UnreadableIsLeftAlone == [][file.is = "unreadable" /\ file' # file =>
    file'.entries = file.entries /\ UNCHANGED <<stage, told>>]_vars

---- \* What keeps the model honest
TypeOK ==
    /\ protocol \in {"lock", "compare"} /\ had \in BOOLEAN
    /\ file.is \in {"missing", "readable", "unreadable"}
    /\ file.entries \subseteq Writers \cup {Owner}
    /\ lock \in {"nobody"} \cup Writers /\ told \subseteq Writers
    /\ stage \in [Writers -> {"idle", "begun", "creating", "found", "read"}]
    /\ \A w \in Writers : seen[w].is \in {"missing", "readable", "unreadable"}

\* A change can begin, go on and end, unless the other writer is at it or the file
\* cannot be read; and anything can go wrong at any time.
NobodyIsHeldBack == \A w \in Writers :
    /\ stage[w] = "idle" /\ w \notin told => ENABLED (Next /\ stage'[w] = "begun")
    /\ stage[w] # "idle" /\ protocol = "lock" /\ lock = "nobody" => ENABLED (Next /\ lock' = w)
    /\ stage[w] = "creating" => ENABLED (Next /\ stage'[w] = "found")
    /\ stage[w] \in {"begun", "found"} /\ (lock = w \/ protocol = "compare") =>
        ENABLED (Next /\ stage'[w] =
            IF file.is = "unreadable" THEN "idle"
            ELSE IF file.is = "missing" /\ protocol = "lock" THEN "creating" ELSE "read")
    /\ stage[w] = "read" /\ (lock = w \/ protocol = "compare") =>
        ENABLED (Next /\ (told' = told \cup {w} \/ (file # seen[w] /\ stage'[w] = "begun")))
TroubleIsFree ==
    /\ \A w \in Writers : stage[w] # "idle" => ENABLED (Next /\ stage'[w] = "idle" /\ told' = told)
    /\ (\A w \in Writers : stage[w] = "idle") /\ file.is = "readable" =>
        ENABLED (Next /\ file'.is = "unreadable")
    /\ lock = "nobody" /\ file.is = "unreadable" =>
        ENABLED (Next /\ file'.is = "readable" /\ told' = told)

\* Nothing is acknowledged without a write, and a writer works on what it has read.
StepsAreInOrder == [][
    /\ UNCHANGED <<protocol, had>> /\ told \subseteq told'
    /\ told' # told => \E w \in Writers :
        stage[w] = "read" /\ told' = told \cup {w} /\ w \in file'.entries
    /\ lock' # lock => \E w \in Writers :
        <<lock, lock'>> = <<"nobody", w>> \/ (lock = w /\ stage'[w] = "idle")
    /\ file.is = "missing" /\ file' # file => \E w \in Writers :
        stage[w] \in {"creating", "read"} /\ stage'[w] # stage[w]
    /\ file.is = "readable" /\ file.entries # {} /\ file' = [file EXCEPT !.is = "unreadable"] =>
        lock = "nobody" /\ stage' = stage /\ \A w \in Writers : stage[w] \notin {"creating", "read"}
    /\ \A w \in Writers :
        /\ stage'[w] # stage[w] => (stage'[w] = "idle" \/ <<stage[w], stage'[w]>> \in WayOfAWriter)
        /\ stage'[w] = "idle" => lock' # w
        /\ seen'[w] # seen[w] => seen'[w] = file /\ stage'[w] = "read"
        /\ stage[w] # "read" /\ stage'[w] = "read" => seen'[w] = file /\ file' = file]_vars

\* Witnesses
BothKept == told = Writers /\ had /\ file.is = "readable"
FirstUseByBoth == told = Writers /\ ~had /\ protocol = "lock"
ComparedInVain == protocol = "compare" /\ told # {}
    /\ \E w \in Writers : stage[w] = "read" /\ ~Unchanged(w)
UnreadableInTheWay == file.is = "unreadable" /\ \E w \in Writers : stage[w] = "begun" /\ lock = w
==============================================================================

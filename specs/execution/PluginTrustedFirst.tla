---- MODULE PluginTrustedFirst -----------------------------------------------
(*
Plugins are code of the gateway's own process. They come with the package
(bundled), from an archive that the owner installs (global), and from the folder
of a workspace, into which anybody can write who has a repository cloned there.

Claim: no code of a plugin from a workspace, from an archive, or of a plugin that
is disabled runs before the owner has named it, on any path that loads plugins.

Modelled: discovery (plugins/discovery.js), the decision whether a plugin is
enabled (plugins/config-state.js resolveEnableState, in later releases
resolveEffectiveEnableState), the loader that imports it (plugins/loader.js), and
the unpacking of an archive (plugins/install.js). All plugins here have the id
notes; the loader imports the first one of an id. Every configuration is an
initial state. The gateway's start and the setup dialogue load plugins.

Where this departs from 2026.1.29: there a plugin of a workspace is enabled unless
something speaks against it, goes before a bundled one of its id, and one in the
memory slot runs although it is disabled. Left out: what a plugin may do once it
runs, and changes of the configuration (the owner restarts the gateway after one).
*)
VARIABLES
    cfg,        \* what the owner has written about plugins; never changes
    cloned,     \* has the workspace a plugin?
    archive,    \* where the files of the archive are
    confirmed,  \* has the owner installed the archive?
    decision,   \* what the last loading came to
    ran         \* where plugins came from whose code has run

vars == <<cfg, cloned, archive, confirmed, decision, ran>>

Id == "notes"
Origins == {"bundled", "global", "workspace"}

Init ==
    /\ cfg \in [enabled: BOOLEAN, allow: {{}, {Id}, {"other"}}, deny: {{}, {Id}},
                entry: {"none", "on", "off"}, slot: {"none", Id}, bundled: BOOLEAN]
    /\ cloned = FALSE
    /\ archive = "nowhere"
    /\ confirmed = FALSE
    /\ decision = "none"
    /\ ran = {}

\* Archives say themselves what they are called; no name leads out of the staging folder.
Names == {"notes", "../extensions/notes"}
UnpackedAt(name) == "staging"

Discovered ==
    (IF cfg.bundled THEN {"bundled"} ELSE {}) \cup (IF cloned THEN {"workspace"} ELSE {})
        \cup (IF archive = "extensions" THEN {"global"} ELSE {})

\* Of several plugins with one id the one counts that is furthest from a stranger.
First(found) ==
    IF "bundled" \in found THEN "bundled" ELSE IF "global" \in found THEN "global" ELSE "workspace"

NeedsName(origin) == origin = "workspace"
SwitchedOff == cfg.entry = "off"

ResolveEnableState(origin) ==
    CASE ~cfg.enabled \/ Id \in cfg.deny \/ SwitchedOff -> FALSE
      [] NeedsName(origin) /\ Id \notin cfg.allow /\ cfg.entry # "on" -> FALSE
      [] cfg.slot = Id -> TRUE
      [] cfg.allow # {} /\ Id \notin cfg.allow -> FALSE
      [] cfg.entry = "on" -> TRUE
      [] OTHER -> origin # "bundled"

\* Every path asks before it imports: an import already runs the plugin's code.
Admits(path, origin) == ResolveEnableState(origin)

Load(path) ==
    LET origin == First(Discovered) IN
    /\ decision' = IF Admits(path, origin) THEN "loaded" ELSE "left out"
    /\ ran' = IF Admits(path, origin) THEN ran \cup {origin} ELSE ran

----
\* Somebody else's repository is cloned into the workspace, with a plugin in it.
CloneRepository ==
    /\ ~cloned
    /\ cloned' = TRUE
    /\ decision' = "none"
    /\ UNCHANGED <<cfg, archive, confirmed, ran>>

UnpackArchive(name) ==
    /\ archive = "nowhere"
    /\ archive' = UnpackedAt(name)
    /\ decision' = "none"
    /\ UNCHANGED <<cfg, cloned, confirmed, ran>>

\* The owner has seen what the archive is, and installs it.
ConfirmInstall ==
    /\ archive # "nowhere"
    /\ ~confirmed
    /\ archive' = "extensions"
    /\ confirmed' = TRUE
    /\ decision' = "none"
    /\ UNCHANGED <<cfg, cloned, ran>>

StartGateway ==
    /\ Discovered # {}
    /\ Load("start")
    /\ UNCHANGED <<cfg, cloned, archive, confirmed>>

RunSetup ==
    /\ Discovered # {}
    /\ Load("setup")
    /\ UNCHANGED <<cfg, cloned, archive, confirmed>>

Next ==
    \/ CloneRepository \/ ConfirmInstall \/ StartGateway \/ RunSetup
    \/ \E name \in Names : UnpackArchive(name)

Spec == Init /\ [][Next]_vars

---- \* The claim
WorkspaceIsNamedFirst == "workspace" \in ran => Id \in cfg.allow \/ cfg.entry = "on"
ArchiveIsConfirmedFirst == "global" \in ran => confirmed
DisabledNeverRuns == ran # {} => cfg.enabled /\ Id \notin cfg.deny /\ cfg.entry # "off"
NameMeansTheBundledOne == cfg.bundled => "workspace" \notin ran

---- \* What keeps the model honest
TypeOK ==
    /\ cfg \in [enabled: BOOLEAN, allow: {{}, {Id}, {"other"}}, deny: {{}, {Id}},
                entry: {"none", "on", "off"}, slot: {"none", Id}, bundled: BOOLEAN]
    /\ cloned \in BOOLEAN /\ confirmed \in BOOLEAN /\ ran \subseteq Origins
    /\ archive \in {"nowhere", "staging", "extensions"}
    /\ decision \in {"none", "loaded", "left out"}

\* The list is a limit, and without one an installed plugin needs no more words.
AllowListIsALimit == ran # {} => cfg.allow \in {{}, {Id}} \/ cfg.slot = Id
BundledIsAskedFor == "bundled" \in ran => cfg.entry = "on" \/ cfg.slot = Id

\* What the owner wants does run, on either path.
AskedFor(origin) ==
    CASE origin = "workspace" -> Id \in cfg.allow \/ cfg.entry = "on"
      [] origin = "bundled" -> cfg.slot = Id \/ cfg.entry = "on"
      [] origin = "global" -> TRUE
Wanted ==
    /\ cfg.enabled /\ cfg.deny = {} /\ cfg.entry # "off"
    /\ cfg.allow = {} \/ Id \in cfg.allow \/ cfg.slot = Id
    /\ AskedFor(First(Discovered))
WantedRuns == Discovered # {} /\ Wanted =>
    ENABLED (Next /\ decision' = "loaded" /\ ran' = ran \cup {First(Discovered)})

StrangersAreFree ==
    /\ ~cloned => ENABLED (Next /\ cloned')
    /\ archive = "nowhere" => ENABLED (Next /\ archive' = "staging" /\ UNCHANGED <<cloned, ran>>)
    /\ archive = "staging" => ENABLED (Next /\ archive' = "extensions" /\ confirmed')

StepsAreInOrder == [][
    /\ UNCHANGED cfg /\ ran \subseteq ran' /\ (cloned => cloned') /\ (confirmed => confirmed')
    /\ archive' # archive => archive' # "nowhere" /\ archive # "extensions" /\ UNCHANGED <<cloned, ran>>
    /\ archive' = "staging" => confirmed' = confirmed
    /\ confirmed' # confirmed => archive' = "extensions" /\ archive # "nowhere"
    /\ decision' = "none" <=> cloned' # cloned \/ archive' # archive \/ confirmed' # confirmed
    /\ (decision' = "none" \/ decision' = "left out") => ran' = ran
    /\ decision' = "loaded" => ran' = ran \cup {First(Discovered)} /\ Discovered # {}
    /\ cloned' # cloned => UNCHANGED <<archive, confirmed>>]_vars

\* Witnesses
WorkspaceRan == ran = {"workspace"} /\ Id \in cfg.allow
WorkspaceLeftOut == cloned /\ decision = "left out" /\ cfg.enabled /\ cfg.allow = {} /\ cfg.entry = "none" /\ cfg.deny = {}
GlobalRan == ran = {"global"} /\ cfg.entry = "none" /\ cloned
BundledRanBeforeWorkspace == ran = {"bundled"} /\ cloned /\ decision = "loaded"
UnpackedOnly == archive = "staging" /\ decision = "left out"
==============================================================================

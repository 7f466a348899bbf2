---- MODULE ElevatedNeedsBoth ------------------------------------------------
(*
Who may let the agent run commands outside the sandbox (/elevated), and who may
change the configuration by a message (/config).

Claim: a run is elevated only if the owner's global settings and the agent's own
settings both are on and both name the sender of this very message. An
owner-only command runs only for a sender whom the owner's list names. The name
that a sender shows, the recipient, and whoever spoke before count for nothing.

Modelled: resolveElevatedPermissions (auto-reply/reply/reply-elevated.js) with
its two switches and two lists, the level that /elevated leaves in the session
(auto-reply/reply/get-reply-directives.js), and resolveCommandAuthorization
(auto-reply/command-auth.js). Every configuration is an initial state. Ann is
the owner, Bob may give commands, and Mallory may call herself like Ann. All
three write to one session, as in a group.

Where this departs from 2026.1.29: the recipient (To) and the shown name
(SenderName) match a list there, /config asks only whether the sender may give
commands, and a list that is empty or has "*" makes everybody the owner. Left
out: the channel's own list, which stands in for a missing global one on Discord.
*)
VARIABLES
    cfg,      \* the two switches, the two lists, the owner's list; never change
    level,    \* what /elevated has left in the session
    message,  \* the message that is handled, or NoMessage
    stage     \* how far it has come

vars == <<cfg, level, message, stage>>

Senders == {"mallory", "bob", "ann"}
\* The bot's own number is on a list if the bot uses the owner's.
ElevatedLists == {{}, {"ann"}, {"bot"}, {"*"}}
OwnerLists == {{}, {"ann"}, {"*"}}
Inherit == {"inherit"}  \* the agent has no list of its own
Configs == [globalOn: BOOLEAN, agentOn: BOOLEAN, globalList: ElevatedLists,
            agentList: {Inherit, {}, {"ann"}, {"*"}}, owners: OwnerLists]

MayCommand(sender) == sender \in {"ann", "bob"}
NoMessage == [sender |-> "nobody", name |-> "none", to |-> "none", text |-> "none"]
Messages == {m \in [sender: Senders, name: Senders, to: {"bot"}, text: {"/elevated", "/config", "hello"}] :
                m.name = m.sender \/ (m.sender = "mallory" /\ m.name = "ann")}

Init ==
    /\ cfg \in Configs
    /\ level = "off" /\ message = NoMessage /\ stage = "idle"

\* What of a message is compared with a list.
Tokens(m) == {m.sender}
IsApproved(list, m) == "*" \in list \/ Tokens(m) \cap list # {}

Enabled == cfg.globalOn /\ cfg.agentOn
GlobalAllows(m) == IsApproved(cfg.globalList, m)
AgentAllows(m) == cfg.agentList = Inherit \/ IsApproved(cfg.agentList, m)

\* "*" admits everybody to the channel, and makes nobody the owner.
IsOwner(m) == m.sender \in cfg.owners

\* The level of the session counts only for senders who may be elevated.
LevelFor(allowed) == IF allowed THEN level ELSE "off"

----
Receive(m) ==
    /\ stage = "idle"
    /\ message' = m
    /\ stage' = "arrived"
    /\ UNCHANGED <<cfg, level>>

Gate(open, after) ==
    /\ stage' = IF open THEN after ELSE "not allowed"
    /\ UNCHANGED <<cfg, level, message>>

CheckSwitches ==
    /\ stage = "arrived" /\ message.text # "/config"
    /\ Gate(Enabled, "past the switches")
CheckGlobalList ==
    /\ stage = "past the switches"
    /\ Gate(GlobalAllows(message), "past the global list")
CheckAgentList ==
    /\ stage = "past the global list"
    /\ Gate(AgentAllows(message), "allowed")

CheckOwner ==
    /\ message.text = "/config"
    /\ stage = "arrived"
    /\ stage' = IF MayCommand(message.sender) /\ IsOwner(message) THEN "changed" ELSE "refused"
    /\ UNCHANGED <<cfg, level, message>>

SwitchLevel ==
    /\ stage \in {"allowed", "not allowed"}
    /\ message.text = "/elevated"
    /\ stage' = IF stage = "allowed" THEN "switched on" ELSE "refused"
    /\ level' = IF stage = "allowed" THEN "on" ELSE level
    /\ UNCHANGED <<cfg, message>>

RunAgent ==
    /\ stage \in {"allowed", "not allowed"}
    /\ message.text = "hello"
    /\ stage' = IF LevelFor(stage = "allowed") = "on" THEN "ran elevated" ELSE "ran in the sandbox"
    /\ UNCHANGED <<cfg, level, message>>

Final == {"switched on", "refused", "changed", "ran elevated", "ran in the sandbox"}

FinishMessage ==
    /\ stage \in Final
    /\ message' = NoMessage
    /\ stage' = "idle"
    /\ UNCHANGED <<cfg, level>>

Next ==
    \/ \E m \in Messages : Receive(m)
    \/ CheckSwitches \/ CheckGlobalList \/ CheckAgentList \/ CheckOwner
    \/ SwitchLevel \/ RunAgent \/ FinishMessage

Spec == Init /\ [][Next]_vars

---- \* The claim
Elevated == stage \in {"switched on", "ran elevated"}
Named(list) == {"*", message.sender} \cap list # {}

BothSwitchesOn == Elevated => cfg.globalOn /\ cfg.agentOn

BothListsName == Elevated =>
    Named(cfg.globalList) /\ (cfg.agentList = Inherit \/ Named(cfg.agentList))

OnlyTheOwnerChanges == stage = "changed" => message.sender \in cfg.owners

---- \* What keeps the model honest
TypeOK ==
    /\ cfg \in Configs
    /\ level \in {"off", "on"}
    /\ message \in Messages \cup {NoMessage}
    /\ stage \in {"idle", "arrived", "past the switches", "past the global list",
                  "allowed", "not allowed"} \cup Final

\* Nobody is refused whom both settings, or the owner's list, admit.
Admitted == cfg.globalOn /\ cfg.agentOn /\ Named(cfg.globalList)
    /\ (cfg.agentList = Inherit \/ Named(cfg.agentList))
RefusedForAReason ==
    /\ stage = "refused" /\ message.text = "/elevated" => ~Admitted
    /\ stage = "refused" /\ message.text = "/config" => message.sender \notin cfg.owners
    /\ stage = "ran in the sandbox" => level = "off" \/ ~Admitted

SendersAreFree == stage = "idle" =>
    \A m \in Messages : ENABLED (Next /\ message' = m)

EveryMessageGoesOn == stage # "idle" => ENABLED (Next /\ stage' # stage)

\* The session is elevated only because somebody who may has asked for it.
LevelIsAskedFor == [][level' # level => level' = "on" /\ stage' = "switched on"]_vars

WayOfAMessage == {<<"idle", "arrived">>, <<"arrived", "past the switches">>,
    <<"past the switches", "past the global list">>, <<"past the global list", "allowed">>,
    <<"arrived", "changed">>, <<"arrived", "refused">>, <<"not allowed", "refused">>,
    <<"allowed", "switched on">>, <<"allowed", "ran elevated">>,
    <<"allowed", "ran in the sandbox">>, <<"not allowed", "ran in the sandbox">>}
    \cup ({"arrived", "past the switches", "past the global list"} \X {"not allowed"})
    \cup (Final \X {"idle"})
NoGateIsSkipped == [][(<<stage, stage'>> \in WayOfAMessage)]_vars

MessageStands == [][
    /\ cfg' = cfg
    /\ message' # message => "idle" \in {stage, stage'}
    /\ message' = NoMessage <=> stage' = "idle"]_vars

AnswerFits ==
    /\ stage = "changed" => message.text = "/config"
    /\ stage = "switched on" => message.text = "/elevated" /\ level = "on"
    /\ level = "on" => cfg.globalOn
    /\ stage \in {"ran elevated", "ran in the sandbox"} => message.text = "hello"

\* Witnesses
AnnElevated == stage = "ran elevated" /\ message.sender = "ann"
    /\ cfg.globalList = {"ann"} /\ cfg.agentList = {"ann"}
AgentListWins == stage = "refused" /\ message.text = "/elevated" /\ message.sender = "bob"
    /\ cfg.globalList = {"*"} /\ cfg.agentList = {"ann"} /\ cfg.globalOn /\ cfg.agentOn
SandboxedBesideElevated == stage = "ran in the sandbox" /\ level = "on" /\ message.name = "ann"
OwnerChanged == stage = "changed"
BobRefused == stage = "refused" /\ message.sender = "bob" /\ cfg.owners = {"*"} /\ message.text = "/config"
==============================================================================

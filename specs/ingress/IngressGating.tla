---- MODULE IngressGating ----------------------------------------------------
(*
What happens to a message before the agent sees it.  Claim: in a group that
requires a mention, a control command from an unauthorized sender is never
processed without one.

Two gates stand in a row.  The command gate (resolveControlCommandGate in
channels/command-gating.js) drops a group's control command whose sender is
not authorized; the mention gate (resolveMentionGatingWithBypass in
channels/mention-gating.js) skips a message that does not mention the bot,
unless it is a command that may bypass it.  Slack, Discord and Telegram have
both; WhatsApp has the mention gate alone, so each gate is also tested as the
only one (gates).  A message that passes is run as a command, if it is one and
its sender may, or is handed to the agent as chat.

All eleven conditions of the two functions are initial states: six of the
configuration (config) and five of the message and its sender (message).  A
sender may send again, so a message is judged more than once.

The authorization differs from the code's in one operator, and that is a
difference of policy: the documentation of the releases says that access groups
which are off bypass the lists, so that the code authorizes everybody (mode
allow, its default), or everybody while no list is configured (mode configured).
Here a sender needs a list that names him in either mode (red OpenWhenOff).

Where a channel cannot detect mentions, the code requires none, and so does
the claim; those configurations are here, and nothing must be skipped in them.

Bounds: the gates keep no memory, so one message at a time is enough.  The
mode is read only with access groups off; elsewhere it is fixed at its
default.  A sender's authorizers are one value: no list, or a list that allows
or refuses him, because the code only asks whether some list allows.
Left out: per-sender blocks and history, which only drop more.
*)
VARIABLES
  config,    \* what the owner configured, and what the channel can do
  message,   \* what was sent, and by whom
  status     \* how far the message has come

vars == <<config, message, status>>

Modes == {"allow", "deny", "configured"}

Configs ==
  {c \in [isGroup: BOOLEAN, requireMention: BOOLEAN, canDetectMention: BOOLEAN,
          allowTextCommands: BOOLEAN, useAccessGroups: BOOLEAN,
          modeWhenAccessGroupsOff: Modes, gates: {"both", "mention"}] :
     c.useAccessGroups => c.modeWhenAccessGroupsOff = "allow"}

Messages ==
  [wasMentioned: BOOLEAN, implicitMention: BOOLEAN, hasAnyMention: BOOLEAN,
   hasControlCommand: BOOLEAN, authorizers: {"none", "allow", "refuse"}]

Init == config \in Configs /\ message \in Messages /\ status = "arrived"

------------------------------------------------------------------------------
CommandAuthorized ==
  /\ message.authorizers = "allow"
  /\ config.useAccessGroups \/ config.modeWhenAccessGroupsOff # "deny"

ShouldBlock ==
  config.allowTextCommands /\ message.hasControlCommand /\ ~CommandAuthorized

(* The code also asks for a group that requires a mention and for none of the *)
(* bot; where those fail, nothing is skipped and the answer does not matter.  *)
ShouldBypassMention ==
  /\ ~message.hasAnyMention
  /\ config.allowTextCommands
  /\ CommandAuthorized
  /\ message.hasControlCommand

BotIsMeant == message.wasMentioned \/ message.implicitMention

ShouldSkip ==
  config.requireMention /\ config.canDetectMention /\ ~(BotIsMeant \/ ShouldBypassMention)

------------------------------------------------------------------------------
GateCommand ==
  /\ status = "arrived"
  /\ status' = IF config.gates = "both" /\ config.isGroup /\ ShouldBlock
               THEN "blocked" ELSE "through the command gate"
  /\ UNCHANGED <<config, message>>

GateMention ==
  /\ status = "through the command gate"
  /\ status' = IF config.isGroup /\ ShouldSkip THEN "skipped" ELSE "admitted"
  /\ UNCHANGED <<config, message>>

Process ==
  /\ status = "admitted"
  /\ status' = IF config.allowTextCommands /\ message.hasControlCommand /\ CommandAuthorized
               THEN "run as a command" ELSE "handed to the agent"
  /\ UNCHANGED <<config, message>>

SendAgain ==
  /\ status \in {"blocked", "skipped", "run as a command", "handed to the agent"}
  /\ status' = "arrived"
  /\ UNCHANGED <<config, message>>

Next == GateCommand \/ GateMention \/ Process \/ SendAgain

(* The gateway leaves no message halfway; nobody has to send one again. *)
Spec == Init /\ [][Next]_vars /\ WF_vars(GateCommand \/ GateMention \/ Process)

Mentioned == message.wasMentioned \/ message.implicitMention
MentionDue == config.isGroup /\ config.requireMention /\ config.canDetectMention /\ ~Mentioned
Processed == status \in {"run as a command", "handed to the agent"}

(* The owner's word: a list names the sender, and commands are not denied to all. *)
MayCommand ==
  /\ message.authorizers = "allow"
  /\ ~config.useAccessGroups => config.modeWhenAccessGroupsOff \in {"allow", "configured"}

---- \* The claim
NoUnauthorizedBypass ==
  MentionDue /\ message.hasControlCommand /\ ~MayCommand => ~Processed

(* Nothing else slips by either: only commands, on, and not meant for someone else. *)
OnlyCommandsBypass ==
  MentionDue /\ Processed =>
    message.hasControlCommand /\ config.allowTextCommands /\ ~message.hasAnyMention

(* With lists and both gates, an unauthorized command gets nowhere, mention or not. *)
BothGatesBlock ==
  /\ config.gates = "both" /\ config.isGroup /\ config.allowTextCommands
  /\ message.hasControlCommand /\ config.useAccessGroups /\ ~MayCommand
  => status \in {"arrived", "blocked"}

(* Past the gates, too, only a command that is one is run, and for its owner only. *)
OnlyOwnersCommand ==
  status = "run as a command" =>
    /\ message.hasControlCommand /\ config.allowTextCommands
    /\ config.useAccessGroups => MayCommand

---- \* What keeps the model honest
TypeOK ==
  /\ config \in Configs
  /\ message \in Messages
  /\ status \in {"arrived", "through the command gate", "admitted", "blocked", "skipped",
                 "run as a command", "handed to the agent"}

(* The gates drop for their two reasons only: nobody is silenced by mistake. *)
NothingElseIsDropped ==
  /\ status = "skipped" => MentionDue
  /\ status = "blocked" =>
       /\ config.gates = "both" /\ config.isGroup /\ config.allowTextCommands
       /\ message.hasControlCommand /\ ~MayCommand

(* Who may command is obeyed, and is not silenced for want of a mention. *)
OwnersAreObeyed ==
  message.hasControlCommand /\ config.allowTextCommands /\ MayCommand =>
    /\ status # "handed to the agent"
    /\ ~message.hasAnyMention => status # "skipped"

(* The gates judge what was configured and sent, and change nothing of it. *)
NothingIsRewritten == [][UNCHANGED <<config, message>>]_vars

(* Both gates are passed in turn, and what they dropped is judged afresh. *)
NoGateIsPassedBy ==
  [][\/ <<status, status'>> \in {<<"arrived", "blocked">>, <<"arrived", "through the command gate">>,
        <<"through the command gate", "skipped">>, <<"through the command gate", "admitted">>}
     \/ status = "admitted" /\ Processed'
     \/ (status \in {"blocked", "skipped"} \/ Processed) /\ status' = "arrived"]_vars

(* No gate and no sender is held up. *)
NobodyIsHeldBack == ENABLED (Next /\ status' # status)

EveryMessageIsJudged == []<>(status \in {"blocked", "skipped"} \/ Processed)

\* Witnesses
OwnerBypasses == MentionDue /\ status = "run as a command"
OwnerBypassesWithoutGroups ==
  OwnerBypasses /\ ~config.useAccessGroups /\ config.modeWhenAccessGroupsOff = "configured"
MentionedStrangerIsHeard ==
  /\ config.isGroup /\ config.requireMention /\ message.wasMentioned
  /\ message.hasControlCommand /\ ~MayCommand /\ status = "handed to the agent"
StrangerIsSkipped ==
  /\ config.gates = "mention" /\ config.allowTextCommands /\ message.hasControlCommand
  /\ ~MayCommand /\ status = "skipped"
==============================================================================

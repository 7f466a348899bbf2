---- MODULE Transcripts ------------------------------------------------------
(*
What the sessions hold and what a peer is shown of them.

The log has one entry for each peer who has spoken: saying more in the same
session would change nothing, and no model here moves a peer to another one.
A peer who asks is shown everybody who has spoken in the session that its own
message lands in, because the agent answers out of that session's transcript.
Only the latest answer is kept, and a new message clears it, so an answer and
the log can always be compared: the properties are about what is shown.

Left out: the words themselves and the peer's own question, since a leak is
already a leak when one name is shown to the wrong peer.
*)
VARIABLES
  log,      \* set of [key, from]: from has spoken in session key
  answer    \* the latest answer: to whom, and whose words it shows

Spoken == {entry.from : entry \in log}

NoAnswer == [to |-> "nobody", shown |-> {}]

InitTranscripts == log = {} /\ answer = NoAnswer

WriteTo(key, name) ==
  /\ name \notin Spoken
  /\ log' = log \cup {[key |-> key, from |-> name]}
  /\ answer' = NoAnswer

(* There is one such session; named in this way TLC works its key out once. *)
AnswerFrom(key, name) ==
  /\ \E session \in {key} :
       answer' = [to |-> name, shown |-> {entry.from : entry \in {e \in log : e.key = session}}]
  /\ UNCHANGED log

------------------------------------------------------------------------------
(* What every model of routing checks, whatever its keys are. *)

\* A session keeps what was said in it.
NothingIsForgotten == [][log \subseteq log']_log

\* An answer goes only when somebody says something new, or another one asks.
AnswersStand == [][answer' = NoAnswer => log' # log]_answer

==============================================================================

---- MODULE CommandLines -----------------------------------------------------
(*
The commands of ExecSaysWhatRuns, one for each difference between what a reader of
a line sees and what a shell does with it, and the requests that name them.

An argv is written as the quoted text that stands for it and for no other: "rm " in
quotes is a program with a space in its name, which is not rm. head is a safe bin:
it may read its input, and no file.
*)
Chain == "head && rm"
Substitution == "head \"$(rm)\""
Expansion == "head $FILE"
Spaced == "\"rm \""

\* sh -c LINE for each line, and three argvs without a shell.
ShellArgvs == {"sh -c head", "sh -c rm", "sh -c \"head && rm\"",
    "sh -c \"head \\\"$(rm)\\\"\"", "sh -c \"head $FILE\""}
Argvs == ShellArgvs \cup {"head", "rm", Spaced}

Payload(argv) ==
    CASE argv = "sh -c head" -> "head"
      [] argv = "sh -c rm" -> "rm"
      [] argv = "sh -c \"head && rm\"" -> Chain
      [] argv = "sh -c \"head \\\"$(rm)\\\"\"" -> Substitution
      [] argv = "sh -c \"head $FILE\"" -> Expansion
      [] OTHER -> argv

\* What really happens: the programs that start, and a file that head reads.
Effects(line) ==
    CASE line \in {"head", "rm"} -> {line}
      [] line \in {Chain, Substitution} -> {"head", "rm"}
      [] line = Expansion -> {"head", "a file"}
      [] line = Spaced -> {"a program called rm and a space"}

\* What a caller may ask a node to run: rawCommand is missing, a lie, or what argv says.
Contexts == {"as usual", "in /srv", "with PAGER set"}
RawCommands(argv) == {"none", "head", Payload(argv)}
AllRawCommands == UNION {RawCommands(argv) : argv \in Argvs}
Requests == {r \in [argv: Argvs, rawCommand: AllRawCommands, context: Contexts] :
    r.rawCommand \in RawCommands(r.argv)}

None == [argv |-> "none", rawCommand |-> "none", context |-> "as usual"]
==============================================================================

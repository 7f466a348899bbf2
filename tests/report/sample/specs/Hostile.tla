---- MODULE Hostile ----
(* Strings that try to be code wherever a report shows them. *)
EXTENDS Naturals

VARIABLES said, count

Limit == 2
Init == said = "<script>alert(1)</script>" /\ count = 0
Say(text) == count < Limit /\ text # said /\ said' = text /\ count' = count + 1
Next ==
    \E text \in {"]]><!--</pre></details>", "a ::error::b %0A ##[error]c", "|*_[x](y)&amp;${{ x }}"} : Say(text)
Spec == Init /\ [][Next]_<<said, count>>

Short == count < 3
====

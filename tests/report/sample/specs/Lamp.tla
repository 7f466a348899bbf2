---- MODULE Lamp ----
VARIABLE lamp

Init == lamp = "off"
MayTurnOff == FALSE
TurnOn == lamp = "off" /\ lamp' = "on"
TurnOff == MayTurnOff /\ lamp = "on" /\ lamp' = "off"
Next == TurnOn \/ TurnOff
Spec == Init /\ [][Next]_lamp /\ WF_lamp(TurnOn)

StaysOn == <>[](lamp = "on")
====

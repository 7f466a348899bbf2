---- MODULE Lamp_Flicker ----
EXTENDS Lamp

AnyTime == TRUE
====

---- MODULE Vault_Once ----
EXTENDS Vault

One == 1
====

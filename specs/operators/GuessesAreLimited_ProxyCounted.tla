---- MODULE GuessesAreLimited_ProxyCounted -----------------------------------
(*
Bug: the counter is that of the socket. Behind a reverse proxy everybody comes
from the proxy's address, and one guesser locks everybody out.
*)
EXTENDS GuessesAreLimited

SocketAddress(c, a) == IF IsPage(c) THEN PageOrigin
    ELSE IF a = "127.0.0.1" THEN a ELSE "10.0.0.2"
==============================================================================

// No network, no children, nothing but our lines on standard output.

import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import { EventEmitter } from "node:events";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

// Which addresses a server can be bound to; an adapter replaces it. Nothing ever listens.
export const binding = { possible: (host) => host === "127.0.0.1" || host === "::1" };

class UnboundServer extends EventEmitter {
  listen(...given) {
    const host = typeof given[0] === "object" ? given[0].host : given[1];
    const event = binding.possible(host) ? "listening" : "error";
    queueMicrotask(() => this.emit(event, Object.assign(new Error("EADDRNOTAVAIL"), { code: "EADDRNOTAVAIL" })));
    return this;
  }

  address() {
    return null;
  }

  close(done) {
    done?.();
    return this;
  }
}

function refuse(what) {
  return () => {
    throw new Error(`the harness allows no ${what}`);
  };
}

// Shut everything that leads out of the process; return a function that writes one line.
export function closeDoors() {
  net.createServer = () => new UnboundServer();
  net.Server.prototype.listen = refuse("listening");
  net.Socket.prototype.connect = refuse("connection");
  dgram.createSocket = refuse("datagram");
  for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) dns[name] = refuse("name look-up");
  for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) {
    childProcess[name] = refuse("child process");
  }
  globalThis.fetch = refuse("request");
  syncBuiltinESMExports();
  const write = process.stdout.write.bind(process.stdout);
  // A package that prints would break the lines: what it prints goes to standard error.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return (message) => write(`${JSON.stringify(message)}\n`);
}

// An adapter for the packages that test_harness.py makes: what each action does is said there.

import fs from "node:fs";
import net from "node:net";

export const productNames = ["portcullis", "drawbridge.io"];
export const stubbedPackages = { squeak: "export const squeak = () => 'nothing is heard';" };
export const stubbedFiles = { "house/alarm.js": "export const armed = false;" };

export const needs = {
  doors: { file: "house/door.js", symbols: ["openDoor", "lockDoor"] },
  bell: { file: "house/bell.js", symbols: ["ring"] },
};

export function prepare(kit) {
  const { doors, bell } = kit.modules;
  return {
    open: (state, { by }) => ({ opened: doors.openDoor(by), state }),
    lock: () => doors.lockDoor(),
    ring: () => ({ heard: bell.ring() }),
    "is bundled": () => kit.bundled,
    time: () => [new Date().getTime(), Date.now()],
    where: () => ({ cwd: process.cwd() === fs.realpathSync(kit.folder), home: process.env.HOME === kit.folder }),
    told: () => ({ constants: kit.constants, parameters: kit.parameters, settings: kit.settings }),
    "command line": () => process.argv.length,
    environment: () => Object.keys(process.env).sort(),
    guests: () => new Set(["eve", "bob", "ann"]),
    many: () => kit.several([{ outcome: "in", runs: 2, schedule: ["a", "b"] }, { outcome: "out", runs: 1, schedule: [] }]),
    fail: () => {
      throw new Error("the hinge broke");
    },
    missing: () => {
      throw new kit.Absent("there is no letter box");
    },
    connect: () => net.connect(80, "127.0.0.1"),
    fetch: () => globalThis.fetch("http://127.0.0.1/"),
    print: () => console.log("a package prints") ?? "printed",
    async bind() {
      kit.binding.possible = (host) => host === "10.0.0.1";
      const tried = (host) =>
        new Promise((done) => {
          const server = net.createServer();
          server.on("error", (error) => done(error.code)).on("listening", () => done("listening"));
          server.listen(0, host);
        });
      return { here: await tried("10.0.0.1"), elsewhere: await tried("10.0.0.2") };
    },
  };
}

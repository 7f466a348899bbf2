// @ts-check
// Seats in rooms. A guest who has a seat has a file in the folder of the room.

import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @typedef {object} Store
 * @property {(room: string) => Promise<number>} taken how many seats of a room are taken
 * @property {(room: string, guest: string) => Promise<void>} add give a guest a seat
 */
/** @typedef {(kind: string, fields: { [name: string]: string | number }) => void} Observe */

/**
 * Return a store in a folder.
 * @param {string} folder
 * @returns {Store}
 */
export function folderStore(folder) {
  return {
    async taken(room) {
      await mkdir(join(folder, room), { recursive: true });
      return (await readdir(join(folder, room))).length;
    },
    async add(room, guest) {
      await writeFile(join(folder, room, guest), "");
    },
  };
}

export class Seats {
  /**
   * @param {Store} store
   * @param {number} cap how many seats a room has
   * @param {Observe} [observe] is told what happens
   */
  constructor(store, cap, observe = () => {}) {
    this.store = store;
    this.cap = cap;
    this.observe = observe;
    /** @type {Map<string, Promise<unknown>>} */
    this.last = new Map();
  }

  /**
   * Give a guest a seat if the room has one; tell whether it had.
   * @param {string} room
   * @param {string} guest
   */
  async reserve(room, guest) {
    this.observe("ask", { room, guest });
    return this.inTurn(room, async () => {
      const taken = await this.store.taken(room);
      this.observe("count", { room, guest, taken });
      if (taken >= this.cap) {
        this.observe("refuse", { room, guest });
        return false;
      }
      await this.store.add(room, guest);
      this.observe("seat", { room, guest });
      return true;
    });
  }

  /**
   * Do work when all that came before it in the room is done.
   * @template T
   * @param {string} room
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  inTurn(room, work) {
    const done = (this.last.get(room) ?? Promise.resolve()).then(work);
    this.last.set(room, done.catch(() => {}));
    return done;
  }
}

// The same before the fix: while a guest waits for the count, another one may count too.
export class UnqueuedSeats extends Seats {
  /**
   * @template T
   * @param {string} room
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  inTurn(room, work) {
    return work();
  }
}

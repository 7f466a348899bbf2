// @ts-check
// The recorder of moltverify for Node: what a program does, as a log for `moltverify trace`.
//
//   import { record } from "./record.mjs";
//   const log = record("logs/reserve.jsonl");
//   log.event("ask", { guest: "ann" });
//   log.close();
//
// It needs nothing but Node 18 or later; copy it into your project. A line is written by one call of
// the system, at the end of the file as it is then. So an event is in the file when `event` returns,
// and lines of several threads or processes do not mix: each opens the log itself, with `append`.

import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, truncateSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** @typedef {string | number | boolean | null} Scalar */
/** @typedef {Scalar | Fields | Items} Json */
// An array; a type that names itself in Json[] is an error to TypeScript in comments.
/** @typedef {{ readonly [index: number]: Json, readonly length: number }} Items */
/** @typedef {{ [name: string]: Json }} Fields */
/**
 * @typedef {object} EventLog
 * @property {string} path where the log is
 * @property {(kind: string, fields?: Fields) => void} event append an event; throws a TypeError for a value that JSON cannot hold
 * @property {() => void} close close the log; closing it again does nothing
 */

// The names that the recorder writes itself.
const RESERVED = ["event", "recorded"];
const DEEPEST = 50; // levels; a value that contains itself has no end
const HINT = "pass strings, finite numbers, booleans, null, and arrays and plain objects of these";

/**
 * Open a log of events. A file of that name is emptied, or continued with `append`.
 * @param {string} path its folders are made as needed
 * @param {{ append?: boolean }} [options]
 * @returns {EventLog}
 */
export function record(path, { append = false } = {}) {
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, "a");
  if (!append) truncateSync(file);
  const writer = `${process.pid}-${randomBytes(4).toString("hex")}`;
  let seq = 0;
  let open = true;
  return {
    path: file,
    event(kind, fields = {}) {
      const start = eventJson(kind, fields);
      if (!open) throw new TypeError(`event '${kind}': the log ${file} is closed`);
      // The number is used even if the write fails, so that the log shows what it lacks.
      seq += 1;
      const recorded = `{"writer":"${writer}","seq":${seq},"ns":${process.hrtime.bigint()}}`;
      writeLine(descriptor, file, `${start},"recorded":${recorded}}\n`);
    },
    close() {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}

/**
 * Write a line by one call; a second one could come after another writer's line.
 * @param {number} descriptor
 * @param {string} file
 * @param {string} line
 */
function writeLine(descriptor, file, line) {
  const bytes = Buffer.from(line);
  const written = writeSync(descriptor, bytes);
  if (written !== bytes.length) {
    throw new Error(`${file}: only ${written} of ${bytes.length} bytes of an event fit`);
  }
}

/**
 * Return the event's JSON object without its closing brace, for the recorder to go on.
 * @param {string} kind
 * @param {Fields} fields
 */
function eventJson(kind, fields) {
  if (typeof kind !== "string" || !kind) {
    throw new TypeError(`the kind of an event is a string, not '${String(kind)}'`);
  }
  if (!isPlain(fields)) {
    throw new TypeError(`event '${kind}': the fields are a plain object, not ${nameOf(fields)}`);
  }
  for (const [name, value] of Object.entries(fields)) {
    if (RESERVED.includes(name)) {
      throw new TypeError(`event '${kind}': the recorder writes '${name}' itself; give the field another name`);
    }
    const wrong = problemOf(name, value, DEEPEST);
    if (wrong) throw new TypeError(`event '${kind}': ${wrong}, which JSON cannot hold; ${HINT}`);
  }
  return JSON.stringify({ event: kind, ...fields }).slice(0, -1);
}

/**
 * Say what of a value JSON cannot hold; JSON.stringify would leave it out or write something else.
 * @param {string} path
 * @param {unknown} value
 * @param {number} levels
 * @returns {string | undefined}
 */
function problemOf(path, value, levels) {
  if (levels === 0) return `${path} is nested more than ${DEEPEST} levels deep`;
  if (value === null || typeof value === "boolean") return undefined;
  if (typeof value === "string") {
    return HALF.test(value) ? `${path} has half of a surrogate pair` : undefined;
  }
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : `${path} is the number ${value}`;
  }
  if (!Array.isArray(value) && !isPlain(value)) return `${path} is ${nameOf(value)}`;
  // Array.from, because Object.entries leaves out the holes of an array.
  const parts = Array.isArray(value) ? Array.from(value).entries() : Object.entries(value);
  for (const [key, item] of parts) {
    const wrong = problemOf(Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, item, levels - 1);
    if (wrong) return wrong;
  }
  return undefined;
}

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Tell whether a value is an object that was written as one: no Map, no Date, nothing with toJSON.
 * @param {unknown} value
 * @returns {value is { [name: string]: unknown }}
 */
function isPlain(value) {
  if (typeof value !== "object" || value === null || "toJSON" in value) return false;
  const prototype = Object.getPrototypeOf(value);
  // Another realm, such as one of node:vm, has an Object of its own.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * @param {unknown} value
 */
function nameOf(value) {
  if (value === null) return "null";
  return typeof value === "object" ? `of class ${value.constructor?.name}` : `of type ${typeof value}`;
}

/**
 * The words of banner and dialog in English, and so the list of all keys that a language file has (lang/*.json; tests/js checks them).
 *
 * Accept and reject are one word and "all": neither is nicer, warmer or longer than the other. In every language.
 */
import { PLACEHOLDER } from "./consent-words.js";

export const ENGLISH: Record<string, string> = {
  title: "Your privacy choices",
  body: "With your permission we store and read data in this browser, and may share some of it with the providers named here. None of this happens unless you agree, and you can change your choice at any time.",
  body_opt_out: "We store and read data in this browser, and may share some of it with the providers named here, unless you say no. You can say no now, and change your choice at any time.",
  body_notice: "We store and read data in this browser, and may share some of it with the providers named here. You can see what it is for, say no, and change your choice at any time.",
  accept: "Accept all",
  reject: "Reject all",
  choose: "Choose",
  save: "Save choice",
  preferences_title: "Choose for each purpose",
  close: "Close",
  always_on: "Always on",
  services: "Services: {count}",
  vendor: "Provider: {vendor}",
  policy: "Privacy policy",
  cookies: "Cookies",
  storage: "Browser storage",
  databases: "Databases",
  chosen: "You chose this on {date}.",
  signal: "Your browser sends Global Privacy Control. We take that as a no, unless you allow something here yourself.",
  signal_final: "Your browser sends Global Privacy Control. Where you are, that counts as a no, whatever is chosen here.",
  your_data: "Your data",
  download: "Download my data",
  receipts: "Download receipts",
  erase: "Erase everything",
  erase_ask: "This deletes everything that we hold about you in this browser, and counts as a no to every purpose. It cannot be undone.",
  erase_yes: "Yes, erase",
  cancel: "Cancel",
  removed: "Removed: {names}",
  left: "Could not be removed: {names}",
  kept: "Kept: {names}. This records your no, so that you are not asked again, and identifies nobody.",
  nothing: "nothing",
  failed: "That did not work. Please try again later.",
  ...PLACEHOLDER,
};

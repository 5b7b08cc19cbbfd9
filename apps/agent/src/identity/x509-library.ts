// The library looks for decorators' metadata when it is loaded.
import "reflect-metadata";
// A file of our own, with imports that are no calls: a bundle gives what import() finds in a CommonJS module under the
// name of default only, Node gives it under its names.
import * as x509 from "@peculiar/x509";

export { x509 };

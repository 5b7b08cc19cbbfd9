import type {
  downloadImageInput,
  Image,
  ImageList,
  importImageInput,
  Operation,
  Pool,
  Upload,
  uploadImageInput,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";

/** One part of an upload. */
export interface UploadPart {
  readonly id: string;
  /** Where in the file it belongs. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Verbs on the images of a host and its pools. */
export interface HostImages {
  list(caller: Caller): Promise<ImageList>;
  get(caller: Caller, name: string): Promise<Image>;
  pools(caller: Caller): Promise<Pool[]>;
  download(caller: Caller, input: z.output<typeof downloadImageInput>): Promise<Operation>;
  import(caller: Caller, input: z.output<typeof importImageInput>): Promise<Operation>;
  upload(caller: Caller, input: z.output<typeof uploadImageInput>): Promise<Upload>;
  receive(caller: Caller, part: UploadPart): Promise<Upload>;
  finishUpload(caller: Caller, id: string): Promise<Operation>;
  discardUpload(caller: Caller, id: string): Promise<void>;
  delete(caller: Caller, name: string): Promise<void>;
}

import * as z from "zod";
import {
  broughtFormatSchema,
  imageSchema,
  osHintSchema,
  poolSchema,
  sha256Schema,
  sha512Schema,
  uploadSchema,
} from "./image.ts";
import { nameSchema } from "./name.ts";
import { absolutePathSchema } from "./path.ts";

/** What is said of an image that is brought, however it comes. */
const newImage = z.strictObject({
  name: nameSchema,
  /** Of this host instead of the agent's own. */
  host: nameSchema.optional(),
  /** The host's first pool when not said. */
  pool: nameSchema.optional(),
  /** Found by the image's own signature when not said, once, as it comes in. */
  format: broughtFormatSchema.optional(),
  os: osHintSchema.optional(),
});

const webAddress = z
  .string()
  .max(2000, "at most 2000 characters")
  .regex(/^https?:\/\/\S+$/i, "give an address starting with http:// or https://")
  .refine((url) => URL.canParse(url), "this is no address")
  .refine((url) => {
    const address = URL.parse(url);
    return address === null || (address.username === "" && address.password === "");
  }, "leave name and password out of it: it is kept, and shown to all who may look");

/** `images.download`: from an address; at most one checksum, or the address of a list that has one. */
export const downloadImageInput = newImage
  .extend({
    url: webAddress,
    sha256: sha256Schema.optional(),
    sha512: sha512Schema.optional(),
    /** Of a SHA256SUMS or SHA512SUMS file that names the image's file. */
    checksumsUrl: webAddress.optional(),
  })
  .superRefine(({ sha256, sha512, checksumsUrl }, context) => {
    if ([sha256, sha512, checksumsUrl].filter((given) => given !== undefined).length <= 1) return;
    const message = "give one of sha256, sha512 and checksumsUrl";
    context.addIssue({ code: "custom", path: ["checksumsUrl"], message });
  });
/** `images.import`: from a file on the host, which stays as it is. */
export const importImageInput = newImage.extend({
  path: absolutePathSchema,
  sha256: sha256Schema.optional(),
});
/** `images.upload`: begins an upload, or takes up one of the same name and size where it stopped. */
export const uploadImageInput = newImage.extend({
  /** Of the file as it is sent. */
  bytes: z
    .int("whole number of bytes")
    .min(1, "at least 1 byte")
    .max(2 ** 50, "at most 1 PiB"),
  /** The file's name on the person's own machine. */
  file: z.string().max(255, "at most 255 characters").default(""),
  sha256: sha256Schema.optional(),
});
/** `images.finishUpload`, `images.discardUpload`. */
export const uploadInput = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/, "give the id that images.upload answered"),
  host: nameSchema.optional(),
});
/** `images.get`, `images.delete`. */
export const imageInput = z.strictObject({ name: nameSchema, host: nameSchema.optional() });
/** `images.list`, `images.pools`: of one host, or of all when not said. */
export const imageListInput = z.strictObject({ host: nameSchema.optional() }).default({});

/** `images.list`. */
export const imageListSchema = z.object({ images: z.array(imageSchema), uploads: z.array(uploadSchema) });
/** See {@link imageListSchema}. */
export type ImageList = z.output<typeof imageListSchema>;
/** `images.pools`. */
export const poolListSchema = z.object({ pools: z.array(poolSchema) });
/** `images.get`. */
export const imageReplySchema = z.object({ image: imageSchema });
/** `images.upload`, and what each part of an upload is answered with. */
export const uploadReplySchema = z.object({ upload: uploadSchema });

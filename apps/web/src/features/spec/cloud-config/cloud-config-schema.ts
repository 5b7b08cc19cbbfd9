import type { Translate } from "#lib/messages/translate.ts";
import * as z from "zod";
import { whyNoSshKey } from "./ssh-key.ts";

const flagOf = (t: Translate) => z.union([z.boolean(), z.enum(["true", "false"])], t("true or false"));

/** Each is the words of one command, or a line for a shell. */
function commandsOf(t: Translate) {
  const command = z.union(
    [z.string(), z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))],
    t("a command is a line of text, or a list of words; a line with ': ' in it needs quotes"),
  );
  return z.array(command, t("a list of commands, each on a line of its own after '- '"));
}

function sshKeysOf(t: Translate) {
  return z.array(
    z.string(t("a key is one line of text")).superRefine((key, context) => {
      const why = whyNoSshKey(key, t);
      if (why !== undefined) context.addIssue({ code: "custom", message: why });
    }),
    t("a list of keys, each on a line of its own after '- '"),
  );
}

/** As `crypt(3)` writes them: `$6$salt$hash` and its kind. */
function passwordHashOf(t: Translate) {
  return z
    .string(t("a hashed password is text; write it in quotes"))
    .regex(
      /^(\$[0-9a-z]+\$\S+|[!*]\S*)$/,
      t("must be hashed, and is not; make a hash with: openssl passwd -6"),
    );
}

/** What a user of cloud-init may have. */
export function userSchemaOf(t: Translate) {
  const flag = flagOf(t);
  const passwordHash = passwordHashOf(t);
  return z.looseObject(
    {
      name: z
        .string(t("a user's name is text; write it in quotes"))
        .regex(
          /^[a-z_][a-z0-9_-]{0,31}$/,
          t("a user's name is 1–32 of a–z, 0–9, '-' and '_', starting with a letter"),
        ),
      gecos: z.string(t("the full name is text; write it in quotes")).optional(),
      groups: z
        .union(
          [z.string(), z.array(z.string()), z.record(z.string(), z.unknown())],
          t("a list of groups, or their names with commas"),
        )
        .optional(),
      primary_group: z.string(t("the group is text; write it in quotes")).optional(),
      shell: z
        .string(t("the shell is text; write it in quotes"))
        .regex(/^\//, t("the shell is a path, such as /bin/bash"))
        .optional(),
      homedir: z.string(t("the directory is text; write it in quotes")).optional(),
      sudo: z
        .union(
          [z.string(), z.array(z.string()), z.boolean(), z.null()],
          t("a sudo rule is text, or a list of rules"),
        )
        .optional(),
      doas: z.array(z.string(), t("a list of rules")).optional(),
      lock_passwd: flag.optional(),
      passwd: passwordHash.optional(),
      hashed_passwd: passwordHash.optional(),
      plain_text_passwd: z.string(t("a password is text; write it in quotes")).optional(),
      ssh_authorized_keys: sshKeysOf(t).optional(),
      ssh_import_id: z.array(z.string(), t("a list of accounts, such as gh:name")).optional(),
      system: flag.optional(),
      no_create_home: flag.optional(),
      no_user_group: flag.optional(),
      no_log_init: flag.optional(),
      inactive: z.union([z.string(), z.number()]).optional(),
      expiredate: z.union([z.string(), z.number(), z.null()]).optional(),
      uid: z.union([z.number(), z.string()], t("a number")).optional(),
      create_groups: flag.optional(),
      snapuser: z.string().optional(),
      selinux_user: z.string().optional(),
      ssh_redirect_user: flag.optional(),
    },
    t("a user has keys with values, such as name: admin"),
  );
}

function fileOf(t: Translate) {
  const flag = flagOf(t);
  return z.looseObject(
    {
      path: z
        .string(t("the path is text; write it in quotes"))
        .regex(/^\//, t("an absolute path, starting with /")),
      content: z.string(t("the content is text; begin it with | on a line of its own")).optional(),
      permissions: z
        .string(t("permissions are text; write them in quotes, such as '0644'"))
        .regex(/^0?[0-7]{3,4}$/, t("permissions are octal digits in quotes, such as '0644'"))
        .optional(),
      owner: z.string(t("the owner is text; write it in quotes")).optional(),
      encoding: z.string(t("the encoding is text; write it in quotes")).optional(),
      append: flag.optional(),
      defer: flag.optional(),
    },
    t("a file has keys with values: path, content"),
  );
}

function packagesOf(t: Translate) {
  const one = z.union(
    [z.string(), z.tuple([z.string(), z.union([z.string(), z.number()])]), z.record(z.string(), z.unknown())],
    t("a package is its name, or a list of name and version"),
  );
  return z.array(one, t("a list of packages, each on a line of its own after '- '"));
}

/**
 * The keys of a cloud-config that are looked at, with what cloud-init takes for each (its module reference, 22.4 to 25). A key
 * that is not here is left to cloud-init.
 */
export function cloudConfigSchemaOf(t: Translate) {
  const flag = flagOf(t);
  const commands = commandsOf(t);
  return z.looseObject({
    hostname: z
      .string(t("the host name is text; write it in quotes"))
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/,
        t("a host name is of letters, digits, '-' and '.'"),
      )
      .optional(),
    fqdn: z.string(t("the full name is text; write it in quotes")).optional(),
    manage_etc_hosts: z
      .union([flag, z.literal("localhost"), z.literal("template")], t("true, false or localhost"))
      .optional(),
    preserve_hostname: flag.optional(),
    timezone: z.string(t("the time zone is text; write it in quotes")).optional(),
    locale: z.union([z.string(), z.literal(false)], t("a locale is text, such as en_US.UTF-8")).optional(),
    users: z
      .union(
        [z.string(), z.array(z.union([z.string(), userSchemaOf(t)])), z.record(z.string(), z.unknown())],
        t("a list of users, each after '- '"),
      )
      .optional(),
    groups: z
      .union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())], t("a list of groups"))
      .optional(),
    ssh_authorized_keys: sshKeysOf(t).optional(),
    ssh_pwauth: z.union([flag, z.literal("unchanged")], t("true or false")).optional(),
    disable_root: flag.optional(),
    password: z.string(t("a password is text; write it in quotes")).optional(),
    chpasswd: z.looseObject({}, t("has keys with values: expire, users")).optional(),
    packages: packagesOf(t).optional(),
    package_update: flag.optional(),
    package_upgrade: flag.optional(),
    package_reboot_if_required: flag.optional(),
    bootcmd: commands.optional(),
    runcmd: commands.optional(),
    write_files: z.array(fileOf(t), t("a list of files, each after '- '")).optional(),
    final_message: z.string(t("the message is text; write it in quotes")).optional(),
    growpart: z
      .union([z.looseObject({}), z.literal(false)], t("has keys with values: mode, devices"))
      .optional(),
    resize_rootfs: z.union([flag, z.literal("noblock")], t("true or false")).optional(),
    mounts: z
      .array(z.array(z.unknown(), t("a mount is a list of device and directory")), t("a list of mounts"))
      .optional(),
    swap: z.looseObject({}, t("has keys with values: filename, size")).optional(),
    ntp: z.union([z.looseObject({}), z.null()], t("has keys with values: servers, pools")).optional(),
    power_state: z.looseObject({}, t("has keys with values: mode, delay")).optional(),
  });
}

/** A network configuration of cloud-init, also with everything below `network`, as netplan has it. */
export function networkConfigSchemaOf(t: Translate) {
  const versionWanted = t('a network configuration begins with "version: 2" (or 1)');
  const network = z.looseObject(
    { version: z.union([z.literal(1), z.literal(2)], versionWanted) },
    versionWanted,
  );
  return z.union([network, z.looseObject({ network })], versionWanted);
}

import * as z from "zod";
import { whyNoSshKey } from "./ssh-key.ts";

const text = (what: string) => z.string(`${what} is text; write it in quotes`);
const flag = z.union([z.boolean(), z.enum(["true", "false"])], "true or false");

/** Words of one command, or a line for a shell. */
const command = z.union(
  [z.string(), z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))],
  "a command is a line of text, or a list of words; a line with ': ' in it needs quotes",
);
const commands = z.array(command, "a list of commands, each on a line of its own after '- '");

const sshKeys = z.array(
  z.string("a key is one line of text").superRefine((key, context) => {
    const why = whyNoSshKey(key);
    if (why !== undefined) context.addIssue({ code: "custom", message: why });
  }),
  "a list of keys, each on a line of its own after '- '",
);

/** As `crypt(3)` writes them: `$6$salt$hash` and its kind. */
const passwordHash = z
  .string("a hashed password is text; write it in quotes")
  .regex(/^(\$[0-9a-z]+\$\S+|[!*]\S*)$/, "must be hashed, and is not; make a hash with: openssl passwd -6");

/** What a user of cloud-init may have. */
export const userSchema = z.looseObject(
  {
    name: z
      .string("a user's name is text; write it in quotes")
      .regex(
        /^[a-z_][a-z0-9_-]{0,31}$/,
        "a user's name is 1–32 of a–z, 0–9, '-' and '_', starting with a letter",
      ),
    gecos: text("the full name").optional(),
    groups: z
      .union(
        [z.string(), z.array(z.string()), z.record(z.string(), z.unknown())],
        "a list of groups, or their names with commas",
      )
      .optional(),
    primary_group: text("the group").optional(),
    shell: text("the shell").regex(/^\//, "the shell is a path, such as /bin/bash").optional(),
    homedir: text("the directory").optional(),
    sudo: z
      .union(
        [z.string(), z.array(z.string()), z.boolean(), z.null()],
        "a sudo rule is text, or a list of rules",
      )
      .optional(),
    doas: z.array(z.string(), "a list of rules").optional(),
    lock_passwd: flag.optional(),
    passwd: passwordHash.optional(),
    hashed_passwd: passwordHash.optional(),
    plain_text_passwd: text("a password").optional(),
    ssh_authorized_keys: sshKeys.optional(),
    ssh_import_id: z.array(z.string(), "a list of accounts, such as gh:name").optional(),
    system: flag.optional(),
    no_create_home: flag.optional(),
    no_user_group: flag.optional(),
    no_log_init: flag.optional(),
    inactive: z.union([z.string(), z.number()]).optional(),
    expiredate: z.union([z.string(), z.number(), z.null()]).optional(),
    uid: z.union([z.number(), z.string()], "a number").optional(),
    create_groups: flag.optional(),
    snapuser: z.string().optional(),
    selinux_user: z.string().optional(),
    ssh_redirect_user: flag.optional(),
  },
  "a user has keys with values, such as name: admin",
);

const fileSchema = z.looseObject(
  {
    path: text("the path").regex(/^\//, "an absolute path, starting with /"),
    content: z.string("the content is text; begin it with | on a line of its own").optional(),
    permissions: z
      .string("permissions are text; write them in quotes, such as '0644'")
      .regex(/^0?[0-7]{3,4}$/, "permissions are octal digits in quotes, such as '0644'")
      .optional(),
    owner: text("the owner").optional(),
    encoding: text("the encoding").optional(),
    append: flag.optional(),
    defer: flag.optional(),
  },
  "a file has keys with values: path, content",
);

const packageSchema = z.union(
  [z.string(), z.tuple([z.string(), z.union([z.string(), z.number()])]), z.record(z.string(), z.unknown())],
  "a package is its name, or a list of name and version",
);

/**
 * The keys of a cloud-config that are looked at, with what cloud-init takes for each (its module reference, 22.4 to 25). A key
 * that is not here is left to cloud-init.
 */
export const cloudConfigSchema = z.looseObject({
  hostname: text("the host name")
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/, "a host name is of letters, digits, '-' and '.'")
    .optional(),
  fqdn: text("the full name").optional(),
  manage_etc_hosts: z
    .union([flag, z.literal("localhost"), z.literal("template")], "true, false or localhost")
    .optional(),
  preserve_hostname: flag.optional(),
  timezone: text("the time zone").optional(),
  locale: z.union([z.string(), z.literal(false)], "a locale is text, such as en_US.UTF-8").optional(),
  users: z
    .union(
      [z.string(), z.array(z.union([z.string(), userSchema])), z.record(z.string(), z.unknown())],
      "a list of users, each after '- '",
    )
    .optional(),
  groups: z
    .union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())], "a list of groups")
    .optional(),
  ssh_authorized_keys: sshKeys.optional(),
  ssh_pwauth: z.union([flag, z.literal("unchanged")], "true or false").optional(),
  disable_root: flag.optional(),
  password: text("a password").optional(),
  chpasswd: z.looseObject({}, "has keys with values: expire, users").optional(),
  packages: z.array(packageSchema, "a list of packages, each on a line of its own after '- '").optional(),
  package_update: flag.optional(),
  package_upgrade: flag.optional(),
  package_reboot_if_required: flag.optional(),
  bootcmd: commands.optional(),
  runcmd: commands.optional(),
  write_files: z.array(fileSchema, "a list of files, each after '- '").optional(),
  final_message: text("the message").optional(),
  growpart: z.union([z.looseObject({}), z.literal(false)], "has keys with values: mode, devices").optional(),
  resize_rootfs: z.union([flag, z.literal("noblock")], "true or false").optional(),
  mounts: z
    .array(z.array(z.unknown(), "a mount is a list of device and directory"), "a list of mounts")
    .optional(),
  swap: z.looseObject({}, "has keys with values: filename, size").optional(),
  ntp: z.union([z.looseObject({}), z.null()], "has keys with values: servers, pools").optional(),
  power_state: z.looseObject({}, "has keys with values: mode, delay").optional(),
});

/** Other keys that cloud-init knows; what is in them is left to it. */
export const otherKeys: readonly string[] = [
  ...[
    "ansible",
    "apk_repos",
    "apt",
    "apt_pipelining",
    "byobu_by_default",
    "ca_certs",
    "chef",
    "create_hostname_file",
  ],
  ...[
    "device_aliases",
    "disable_ec2_metadata",
    "disable_root_opts",
    "disk_setup",
    "drivers",
    "fan",
    "fs_setup",
  ],
  ...[
    "grub_dpkg",
    "keyboard",
    "landscape",
    "locale_configfile",
    "lxd",
    "manage_resolv_conf",
    "mcollective",
    "merge_how",
  ],
  ...[
    "merge_type",
    "migrate",
    "mount_default_fields",
    "no_ssh_fingerprints",
    "output",
    "phone_home",
    "puppet",
  ],
  ...[
    "prefer_fqdn_over_hostname",
    "random_seed",
    "reporting",
    "resolv_conf",
    "rh_subscription",
    "rsyslog",
    "salt_minion",
  ],
  ...[
    "snap",
    "spacewalk",
    "ssh",
    "ssh_deletekeys",
    "ssh_fp_console_blacklist",
    "ssh_genkeytypes",
    "ssh_import_id",
  ],
  ...[
    "ssh_key_console_blacklist",
    "ssh_keys",
    "ssh_publish_hostkeys",
    "ssh_quiet_keygen",
    "system_info",
    "ubuntu_advantage",
  ],
  ...["ubuntu_pro", "updates", "user", "vendor_data", "wireguard", "yum_repos", "zypper"],
];

const versionWanted = 'a network configuration begins with "version: 2" (or 1)';
const networkSchema = z.looseObject(
  { version: z.union([z.literal(1), z.literal(2)], versionWanted) },
  versionWanted,
);

/** A network configuration of cloud-init, also with everything below `network`, as netplan has it. */
export const networkConfigSchema = z.union(
  [networkSchema, z.looseObject({ network: networkSchema })],
  versionWanted,
);

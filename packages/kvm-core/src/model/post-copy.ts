/** What post-copy may cost: the same words in the checks, on the command line, in the UI and in the documents. */
export const postCopyWarning =
  "Post-copy has no way back: from the switchover until all of its memory has arrived neither host has the whole guest. If QEMU ends on either host in that time, or if the connection or an agent fails while its devices are sent, its memory is lost, and it starts from its disks, as after a power cut. If the connection or an agent fails later it stands still until they are joined again, which the agents do by themselves.";

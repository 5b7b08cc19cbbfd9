/** A page of the product, by its title and its address. */
export interface ProductPage {
  readonly title: string;
  readonly path: string;
}

/** Every page behind the sign-in. In groups: one test of all of them would take minutes on a busy machine. */
export const pages: Readonly<Record<string, readonly ProductPage[]>> = {
  "with the list and the forms": [
    { title: "Instances", path: "/" },
    { title: "Create instance", path: "/create/" },
    { title: "Create instance as JSON", path: "/create/?view=json" },
    { title: "Edit demo", path: "/edit/?name=demo" },
    { title: "Edit demo as JSON", path: "/edit/?name=demo&view=json" },
    { title: "Edit an instance that does not exist", path: "/edit/?name=no-such" },
    { title: "Instances, all chosen", path: "/?sel=*&sort=-memory" },
  ],
  "of an instance": [
    { title: "demo, Overview", path: "/instance/?name=demo" },
    { title: "demo, Console", path: "/instance/?name=demo&tab=console" },
    { title: "demo, Console: log", path: "/instance/?name=demo&tab=console&view=log&find=Linux&times=on" },
    { title: "demo, Console: playing", path: "/instance/?name=demo&tab=console&view=play&boot=1" },
    { title: "demo, Console: recordings", path: "/instance/?name=demo&tab=console&view=recordings" },
    { title: "demo, Migrate: target", path: "/instance/?name=demo&tab=migrate" },
    { title: "demo, Migrate: options", path: "/instance/?name=demo&tab=migrate&target=host-b&step=options" },
    { title: "demo, Migrate: checks", path: "/instance/?name=demo&tab=migrate&target=host-b&step=checks" },
    { title: "demo, Disks", path: "/instance/?name=demo&tab=disks" },
    { title: "demo, Disks: attaching", path: "/instance/?name=demo&tab=disks&do=attach" },
    { title: "demo, Network", path: "/instance/?name=demo&tab=network" },
    { title: "demo, Log", path: "/instance/?name=demo&tab=log" },
    { title: "demo, History", path: "/instance/?name=demo&tab=history" },
    { title: "An instance that does not exist", path: "/instance/?name=no-such" },
  ],
  "of hosts, images and what happened": [
    { title: "Images", path: "/images/" },
    { title: "Repair demo", path: "/repair/?instance=demo" },
    { title: "Hosts", path: "/hosts/" },
    { title: "host-a", path: "/host/?name=host-a" },
    { title: "host-b", path: "/host/?name=host-b" },
    { title: "A host that does not exist", path: "/host/?name=no-such" },
    { title: "Operations", path: "/operations/" },
    { title: "Audit", path: "/audit/" },
    { title: "Audit, filtered", path: "/audit/?result=refused&actor=admin" },
    { title: "Settings", path: "/settings/" },
    { title: "Doctor", path: "/doctor/" },
  ],
};

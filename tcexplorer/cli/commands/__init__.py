"""One file a subcommand: its arguments, and what it does. To add one: a file, and a line in `cli.main.COMMANDS`."""

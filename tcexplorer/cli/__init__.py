"""The shell's face: one file a subcommand; standard output is data, standard error is for people."""

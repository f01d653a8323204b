"""The shell's face: main, parser, terminal, and `commands`; standard output is data, standard error for people."""

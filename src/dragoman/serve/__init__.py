"""The surfaces: command line and files. No rule of coding lives here."""

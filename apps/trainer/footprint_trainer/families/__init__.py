"""The model families, one file each; all of them are `family.Family`."""

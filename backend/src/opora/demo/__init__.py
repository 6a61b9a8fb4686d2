"""The demonstration: the real data of the sources and a synthetic set around it, the same on every machine.

`load.load_demo` fills an empty database in one transaction. Schools, municipalities and programmes come from the source files
in `data/`; people, accounts, deficits and their figures are made up by rule, so that a second load gives the same rows with the
same identifiers. People are fictional and marked so; deficits carry `ids.SYNTHETIC_BATCH`; catalogue entries are samples.

Words: *world* is everything loaded so far, by code; *spec* is one deficit of `data/deficits.yaml`; *path* is how it came to its
status.
"""

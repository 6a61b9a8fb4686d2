"""`make bench`: how much our way of a request costs beside a limit application that does the same work with nothing around it.

One PostgreSQL, one run, interleaved rounds, medians; ratios mean something on any machine, milliseconds only on this one.
Nothing here is a test and no figure fails anything: the table shows the goal beside each figure.

`database` makes and fills two databases · `world` names what they hold · `limit` is the limit application · `servers` runs
both, one worker each · `load` drives them (by wrk, or by `client`) · `cpu` reads what the processes spent · `wire` counts
messages to PostgreSQL · `paired` compares row security with WHERE and large with small · `report` prints.
"""
